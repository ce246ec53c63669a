export { daysShown, periods } from "./model/periods";
