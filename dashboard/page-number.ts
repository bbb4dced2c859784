import { z } from 'zod';

/** `?page=2`, from 1 on. */
export const pageNumber = z
  .string()
  .regex(/^[1-9]\d{0,4}$/)
  .transform(Number)
  .default(1);
