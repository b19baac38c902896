// Package upload makes files that people send safe to keep: it goes by what they hold, never by what they are called.
//
// A picture is decoded and written anew, so that nothing but its pixels is kept: no place where it was taken, no
// camera, no preview, nothing hung on behind. A PDF is kept as it is, where it is a PDF from its first byte to its
// last. Anything else is refused.
package upload
