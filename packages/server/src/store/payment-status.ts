/** The platform's payment states that occur here (seed 000). One that is new is being made, and nobody's money yet. */
export const STATUS = { new: 1, credited: 4 } as const;
