// Package town is the one place in which tests of commands and records happen.
//
// # Who lives there
//
// Officers: Nia Pugh (liaison officer), Owen Adeyemi (planning officer) and Zoë, the administrator.
// Members: Aneurin of Castle Keep ward, Priya of Old Quay ward, Suresh of Upper Moor division and Máire of Lower Moor
// division, one each, in office for a year.
// The Executive, once there is a plan: Philippa is its Clerk, Marie-Ann the Chief who is the named officer, Dáithí a
// Member of it and Bao the Other.
//
// # What stands where
//
// A borough with the two wards and a county with the two divisions; the county runs the Highways, whose manager is
// Wojciech Zając. The one area is Castle (Area), which all four seats overlap; its liaison officer is Nia. A test that
// needs more asks for it: Ready is another area over seats of its choice, Crowd one with many Members, Build an area
// from a boundary file. The clock stands at servertest.Start until the test moves it.
//
// # How a test asks for a stage
//
//	c := town.At(t, town.PlanDrafted)
//	id := c.Submit(domain.GateDraftPlan)[0]
//	c.EveryoneApproves(id)
//
// Each stage goes on from the one before it, by the commands of the product:
//
//	Officers       the three officers, and nothing else: no seat, no area                  NewCounty
//	ReadyForGate1  the town as above; gate 1 can be submitted                              NewCastle
//	Gate2Passed    the Members signed gates 1 and 2; three issues stand
//	PlanDrafted    the Executive is there; gate 3 can be submitted, and Draft is about it   NewChamber
//	ThreePlans     Castle's plan is with the Executive, and those of Harbour and Moor Edge  NewNeighbours
//
// From a stage, PassGate, ReadyForIssues, Drafted and Decided go further. A stage is built once, kept as a database and
// copied for each test, so that it costs a test no more than an empty one.
//
// Tests of stores have NewIssues, which is the officers with two areas; tests of pages have the quarters of servertest,
// which are made ready by the same commands, and their own scenes: SignedQuarter and NewCabinet.
//
// What people do has a method with the word for it (Sign, Comes, Leaves, Round, Proposed …). SQL is for what nobody can
// do: Forced says why, and ByHand tampers with what the database itself protects.
package town

import (
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/serve/servertest"
)

// Town is the town at a stage.
type Town struct{ hall }

// Castle is the town by the name of its area.
type Castle = Town

// Who is everybody and everything of the town that a test may name.
type Who struct {
	Area                          domain.AreaID
	Nia, Owen, Admin              domain.PersonID // liaison officer, planning officer, administrator
	Keep, Quay, Upper, Lower      domain.SeatID   // wards, divisions
	Aneurin, Priya, Suresh, Maire domain.PersonID // their Members
	Clerk, Member, Other, Chief   domain.PersonID // the Executive's clerk, two Executive Members, the named officer
	Speed, Lamp, Family           domain.IssueID  // synthesised; a quick win; referred, and restricted
	servertest.Draft

	Harbour, Moor domain.AreaID // beside Castle: over Old Quay and Upper Moor, over Castle Keep and Lower Moor
}

// Stage is how far the town has come.
type Stage int

// The stages, each after the one before it.
const (
	Officers Stage = iota
	ReadyForGate1
	Gate2Passed
	PlanDrafted
	ThreePlans
)

// CountyNoon is the time in the town with its officers alone.
var CountyNoon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// NewCounty is the town with its officers alone, a week before anything else happens there.
func NewCounty(t *testing.T) *Town {
	t.Helper()
	c := At(t, Officers)
	c.MoveTo(CountyNoon)
	return c
}

// NewCastle is the town ready for gate 1.
func NewCastle(t *testing.T) *Town { t.Helper(); return At(t, ReadyForGate1) }

// NewNeighbours is the town with the plans of three areas with the Executive, each in a report of its own.
func NewNeighbours(t *testing.T) *Town { t.Helper(); return At(t, ThreePlans) }

// NewChamber is the town with a plan drafted, and the Executive around it.
func NewChamber(t *testing.T) *Town { t.Helper(); return At(t, PlanDrafted) }
