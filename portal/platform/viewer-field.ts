/** The field in which the frame around signed-in pages names the person for whom a form was shown. */
export const VIEWER_FIELD = 'viewerId';
