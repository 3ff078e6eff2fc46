/**
 * What money is taken to earn, continuously compounded, a year: no series of Treasury yields is kept. A point more or less
 * moves the delta of an option at the money with three months to go by less than 0.01.
 */
export const ASSUMED_RATE = 0.04;
