package gates

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// A ward or division that elects nobody by law stops no gate and is no vacancy: gate 1 names it as what it is.
func TestGate1NamesAWardWithoutMembers(t *testing.T) {
	none := places.AreaMember{Seat: 9, SeatName: "Priory", Kind: places.Ward, Tier: places.Borough}
	check := func(name string, f GateFacts, id, want string) {
		t.Helper()
		for _, c := range Checklist(domain.GateAreas, f) {
			if c.ID == id && (!c.Met || !strings.Contains(c.Detail, want) ||
				strings.Contains(c.Detail, "places vacant")) {
				t.Errorf("%s: %s is met %v: %s", name, id, c.Met, c.Detail)
			}
		}
	}
	f := readyFacts(domain.GateAreas)
	f.NoMembers = []places.AreaMember{none}
	check("beside others", f, "members", "Priory has no Members by law")
	f.Members = f.Members[:0:0]
	f.NoMembers = append(f.NoMembers, places.AreaMember{Seat: 10, SeatName: "Upper Moor", Tier: places.County})
	check("alone", f, "members", "Upper Moor has no Members by law")
	check("alone", f, "inductions", "no ward or division of the area has Members by law")
}
