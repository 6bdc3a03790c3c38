import { answerMounted } from "@/lib/serving/mounted";

export const dynamic = "force-dynamic";

export {
  answerMounted as GET,
  answerMounted as HEAD,
  answerMounted as POST,
  answerMounted as PUT,
  answerMounted as PATCH,
  answerMounted as DELETE,
};
