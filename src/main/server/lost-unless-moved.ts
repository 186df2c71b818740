/** What it means for those who wrote through a server that its directory is gone. */
export const lostUnlessMoved = 'what clients wrote is lost with it, unless it was moved.';
