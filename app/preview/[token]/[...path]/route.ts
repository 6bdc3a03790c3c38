import { answerPreview } from "@/lib/serving/preview";

export const dynamic = "force-dynamic";

export {
  answerPreview as GET,
  answerPreview as HEAD,
  answerPreview as POST,
  answerPreview as PUT,
  answerPreview as PATCH,
  answerPreview as DELETE,
};
