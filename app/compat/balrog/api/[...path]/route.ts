import { answerAsBalrog } from "@/lib/http/balrog/api";

export {
  answerAsBalrog as GET,
  answerAsBalrog as HEAD,
  answerAsBalrog as POST,
  answerAsBalrog as PUT,
  answerAsBalrog as PATCH,
  answerAsBalrog as DELETE,
};
