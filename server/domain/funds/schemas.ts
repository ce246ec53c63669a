export { daysShown, type Period, periods } from "./model/periods";
