import { tradeSecret } from "@/lib/http/balrog/access-token";

export { tradeSecret as POST };
