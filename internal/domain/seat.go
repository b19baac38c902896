package domain

// Tier is the level of local government.
type Tier string

// The tiers (001: "the two tiers of local government").
const (
	County  Tier = "county"
	Borough Tier = "borough"
	Unitary Tier = "unitary"
	Parish  Tier = "parish"
)

// Tiers lists every tier.
func Tiers() []Tier { return []Tier{County, Borough, Unitary, Parish} }

// SeatKind is what an authority calls the places that it elects for.
type SeatKind string

// A borough has wards, a county divisions.
const (
	Ward     SeatKind = "ward"
	Division SeatKind = "division"
)

// SeatKinds lists every kind of seat.
func SeatKinds() []SeatKind { return []SeatKind{Ward, Division} }

// Authority is a council.
type Authority struct {
	ID   AuthorityID
	Name string
	Tier Tier
}

// Seat is a ward or division of an authority. It elects one Member for each of its places.
type Seat struct {
	ID        SeatID
	Authority AuthorityID
	Kind      SeatKind
	Code      string // GSS code, such as E05007329
	Name      string
	Boundary  string // GeoJSON geometry, WGS84
	Places    int
	Valid     Span
}

// Term is a Member in one place of a seat.
type Term struct {
	ID        TermID
	Seat      SeatID
	Place     int
	Person    PersonID
	Span      Span
	EndReason string
}

// AreaMember is one place of a seat that overlaps an area, and who holds it on the day asked for.
// Person is zero where the place is vacant.
type AreaMember struct {
	Seat      SeatID
	Place     int
	Places    int
	Code      string
	SeatName  string
	Kind      SeatKind
	Authority string
	Tier      Tier
	Percent   float64 // share of the area that lies in the seat
	Person    PersonID
	Name      string
	Since     Date
	Induction string // done, declined, waived, or "" where none is recorded
}

// Vacant reports whether nobody holds the place.
func (m AreaMember) Vacant() bool { return m.Person == 0 }
