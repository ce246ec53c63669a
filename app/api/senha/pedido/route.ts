import { answerPasswordRequest } from "#server/auth/index";

export { answerPasswordRequest as POST };
