// Package geo reads boundaries and says how they lie to each other.
//
// It takes GeoJSON or drawn points in, and gives a Shape: a set of polygons in
// WGS84 from which it answers area, overlap, union, point-in-polygon and an
// outline to draw. Nothing here reads a file, a clock or a database.
//
// # What is the library's and what is ours
//
// The simplefeatures library joins ground, finds what two shapes share and tells
// whether a shape is valid. What councils have is read here, a fault in it is
// named by its feature and place, and a boundary has one text: see canonical.
//
// # Why the corners are whole numbers
//
// Every corner is rounded to a millionth of a degree (at most 6 cm off, in
// Britain) and is a whole number of such steps. The same boundary always has the
// same text, and importing a file twice changes nothing. Where rounding itself
// pushes a line over a corner, the shape is rebuilt (see region); a fault that was
// in the file before rounding is reported and nothing is mended behind the
// reader's back.
//
// # Areas
//
// Areas are taken on the cylindrical equal-area projection of the WGS84
// ellipsoid, so they need no zone and no correction: ground measured in
// Shetland and in Scilly is comparable. The error is that of treating an edge
// as straight in that projection, under one part in a million for the edges of
// real boundaries.
package geo
