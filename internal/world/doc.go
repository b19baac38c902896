// Package world is the invented county of Aldermoor, which the demo and the tests share.
//
// Nothing in it is real: no council, place, person, boundary or code. The shapes were drawn from an irregular mesh in
// which neighbours share every edge, so wards tile their borough, divisions tile the county, and divisions nest in
// boroughs without following ward lines. Codes keep the form of the ONS register (E05… wards, E58… divisions) in a
// range that is not issued.
//
// Days are offsets from the day on which the world is loaded: 0 is that day, -45 is 45 days before it. So an area that
// is five days overdue is always five days overdue.
//
// Who is who is said by keys. A person's key is the local part of the sign-in address: "clo" signs in as clo@demo.test.
package world
