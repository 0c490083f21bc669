import type { Page } from '@playwright/test';
import { PASSWORD } from './backend.ts';

/** Fills in billing's registration form, as the visitor who stands before it. */
export async function registerAs(page: Page, email: string): Promise<void> {
  await page.getByLabel('Name').fill('A visitor');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Register' }).click();
}

/** Logs in on the page that asks for it. */
export async function logInAs(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
}

/** From the choice of a tariff to the paid order. */
export async function orderAndPay(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Choose' }).click();
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await page.getByRole('link', { name: 'Go to payment' }).click();
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.getByRole('heading', { name: 'My services' }).waitFor();
}
