export { CardStar, CardStars } from './card-star.tsx';
export { StarButton } from './star-button.tsx';
export { starredQuery } from './star-query.ts';
