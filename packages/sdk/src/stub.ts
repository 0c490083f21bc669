// For the head of a page that calls the SDK before its script has arrived: the calls wait in a list.
const page = window as { billref?: unknown };
page.billref = page.billref ?? [];

export {};
