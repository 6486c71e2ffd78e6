/** Names the file descriptor of the life line to the child. */
export const lifeLineVariable = 'RECIPE_HARNESS_LIFE_LINE';
