export { deleteView, saveView } from "./save";
