package placeapp_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/timelines/timelinestore"
	"fourgates/internal/town"
)

func TestAreaFromWardsOverlapsBothTiers(t *testing.T) {
	c := town.NewCounty(t)
	area := c.Build()
	if d := cmp.Diff(map[string]float64{"E58990001": 100, "E05990001": 100}, c.Shares(area)); d != "" {
		t.Errorf("shares (-want +got):\n%s", d)
	}
	drawing, err := placestore.AreaOutline(t.Context(), c.App.Store.Reader, area)
	if err != nil {
		t.Fatal(err)
	}
	o, err := placeapp.ReadOutline(drawing)
	if err != nil || o.Area == "" || len(o.Seats) != 2 {
		t.Errorf("outline %+v (%v), want the area among two seats", o, err)
	}
}

func TestAreaMayCrossWardsAndBeDrawnOrUploaded(t *testing.T) {
	c := town.NewCounty(t)
	c.Build()
	// From the middle of the first ward to the middle of the second, half of the way past the division's northern edge.
	drawn := placeapp.Ground{Points: "52.205, -1.89\n52.205, -1.87\n52.215, -1.87\n52.215, -1.89"}
	file := placeapp.Ground{
		File: []byte(
			`{"type":"Polygon","coordinates":[[[-1.89,52.205],[-1.87,52.205],[-1.87,52.215],[-1.89,52.215],[-1.89,52.205]]]}`)}
	for code, g := range map[string]placeapp.Ground{"D-1": drawn, "F-1": file} {
		id, err := placeapp.ProposeArea(t.Context(), c.App, c.Actor(c.Owen),
			placeapp.Proposal{Code: code, Name: "Crossing", Ground: &g})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(map[string]float64{"E58990001": 50, "E05990001": 25, "E05990002": 25}, c.Shares(id)); d != "" {
			t.Errorf("%s: shares (-want +got):\n%s", code, d)
		}
	}
}

func TestProposerIsAssignedAndTheFirstPhaseOpens(t *testing.T) {
	c := town.NewCounty(t)
	area := c.Build()
	assigned, err := placestore.Assignments(t.Context(), c.App.Store.Reader, area)
	if err != nil {
		t.Fatal(err)
	}
	want := []places.Assignment{{ID: 1, Area: area, Person: c.Nia, Name: "Nia Pugh", Role: places.AssignedCLO,
		Span: domain.Span{From: domain.NewDate(2026, 3, 2)}, By: "Nia Pugh"}}
	if d := cmp.Diff(want, assigned, town.SameDays); d != "" {
		t.Errorf("assignments (-want +got):\n%s", d)
	}
	phases, err := timelinestore.Phases(t.Context(), c.App.Store.Reader, area, 1)
	if err != nil {
		t.Fatal(err)
	}
	first := domain.OpenPhase{Phase: domain.PhaseInitiation, OpenedOn: domain.NewDate(2026, 3, 2),
		EarlyEnd: domain.NewDate(2026, 3, 23), LateEnd: domain.NewDate(2026, 3, 23)}
	if d := cmp.Diff([]domain.OpenPhase{first}, phases, town.SameDays); d != "" {
		t.Errorf("phases (-want +got):\n%s", d)
	}
}

func TestRefusedProposalLeavesNothing(t *testing.T) {
	c := town.NewCounty(t)
	c.Build()
	_, err := placeapp.ProposeArea(t.Context(), c.App, c.Actor(c.Nia), placeapp.Proposal{Code: "LCA-01", Name: "Again"})
	town.Refused(t, err, "code", "Another area has this code")
	_, err = placeapp.ProposeArea(t.Context(), c.App, c.Actor(c.Nia), placeapp.Proposal{Code: "LCA-02", Name: "Bow tie",
		Ground: &placeapp.Ground{Points: "52.2, -1.9\n52.3, -1.8\n52.2, -1.8\n52.3, -1.9"}})
	town.Refused(t, err, "points", "Line")
	_, err = placeapp.ProposeArea(t.Context(), c.App, c.Actor(c.Nia), placeapp.Proposal{Code: "LCA-02", Name: "Gone",
		Ground: &placeapp.Ground{Seats: []domain.SeatID{99}}})
	town.Refused(t, err, "seats", "there no more")
	codes, err := placestore.AreaCodes(t.Context(), c.App.Store.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"LCA-01"}, codes); d != "" {
		t.Errorf("areas (-want +got):\n%s", d)
	}
	if next, err := placeapp.NextAreaCode(t.Context(), c.App); err != nil || next != "LCA-02" {
		t.Errorf("next code %q, %v; want LCA-02", next, err)
	}
}

func TestBoundaryChangeIsANewVersionWithWhatItsPreviewSaid(t *testing.T) {
	c := town.NewCounty(t)
	area := c.Build()
	preview, err := placeapp.PreviewBoundary(t.Context(), c.App, c.Actor(c.Nia), area,
		placeapp.Ground{Seats: c.Seats("E05990002")})
	if err != nil {
		t.Fatal(err)
	}
	come, gone, stay := preview.Seats.Come, preview.Seats.Go, preview.Seats.Stay
	if len(come) != 1 || come[0].Name != "Priory" || len(gone) != 1 || gone[0].Name != "Canalside" || len(stay) != 1 ||
		stay[0].Name != "Marlwick South" {
		t.Errorf("seats compared: %+v", preview.Seats)
	}
	if preview.Hectares < 150 || preview.Hectares > 155 { // 2 × 1 hundredths of a degree at 52°
		t.Errorf("%f hectares", preview.Hectares)
	}
	town.Refused(t, placeapp.ChangeBoundary(t.Context(), c.App, c.Actor(c.Nia), area, preview.Version, preview.Boundary,
		""), "reason", "Enter the reason")
	if err := placeapp.ChangeBoundary(t.Context(), c.App, c.Actor(c.Nia), area, preview.Version, preview.Boundary,
		"Priory asked to be the area"); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string]float64{"E58990001": 100, "E05990002": 100}, c.Shares(area)); d != "" {
		t.Errorf("shares (-want +got):\n%s", d)
	}
	versions, err := placestore.AreaBoundaries(t.Context(), c.App.Store.Reader, area)
	if err != nil {
		t.Fatal(err)
	}
	want := []places.AreaBoundary{
		{Version: 2, Reason: "Priory asked to be the area", By: "Nia Pugh", At: town.CountyNoon},
		{Version: 1, Reason: "First boundary", By: "Nia Pugh", At: town.CountyNoon},
	}
	if d := cmp.Diff(want, versions, cmp.Comparer(func(a, b places.AreaBoundary) bool {
		return a.Version == b.Version && a.Reason == b.Reason && a.By == b.By && a.At.Equal(b.At)
	})); d != "" {
		t.Errorf("versions (-want +got):\n%s", d)
	}
	// A second officer saw the same preview and confirms later.
	err = placeapp.ChangeBoundary(t.Context(), c.App, c.Actor(c.Owen), area, preview.Version, preview.Boundary,
		"The same")
	if !errors.Is(err, domain.ErrConflict) {
		t.Errorf("a change of an old version: %v, want a conflict", err)
	}
}

func TestOwnAreaOnlyMayBeChanged(t *testing.T) {
	c := town.NewCounty(t)
	area := c.Build()
	stranger := c.Actor(c.Person("Somerled Óg", policy.CLO))
	_, err := placeapp.PreviewBoundary(t.Context(), c.App, stranger, area, placeapp.Ground{Seats: c.Seats("E05990002")})
	if !errors.Is(err, domain.ErrForbidden) {
		t.Errorf("preview by an officer of other areas: %v, want forbidden", err)
	}
	if err := placeapp.AddPlace(t.Context(), c.App, stranger, places.AreaPlace{Area: area, Name: "Lock"}); !errors.Is(
		err, domain.ErrForbidden) {
		t.Errorf("place by an officer of other areas: %v, want forbidden", err)
	}
	member := policy.Actor{ID: stranger.ID, Grants: []policy.Grant{{Role: policy.Member, Areas: []domain.AreaID{area}}}}
	if err := placeapp.MoveArea(t.Context(), c.App, member, area, places.AreaRejected, "No"); !errors.Is(err,
		domain.ErrForbidden) {
		t.Errorf("move by a Member: %v, want forbidden", err)
	}
}

func TestAreaIsNotChangedWhileAGateIsWithItsMembers(t *testing.T) {
	c := town.NewCounty(t)
	area := c.Build()
	c.AtGate1(area, c.Elected("E05990001", "Roisín Ó Cléirigh"), c.Elected("E58990001", "Tremaine"))
	_, err := placeapp.PreviewBoundary(t.Context(), c.App, c.Actor(c.Nia), area,
		placeapp.Ground{Seats: c.Seats("E05990002")})
	town.Refused(t, err, "", "with its Members")
	town.Refused(t, placeapp.ChangeArea(t.Context(), c.App, c.Actor(c.Nia), places.Area{ID: area, Code: "LCA-01",
		Name: "New", Version: 1}), "", "with its Members")
	town.Refused(t, placeapp.MoveArea(t.Context(), c.App, c.Actor(c.Owen), area, places.AreaRejected, "No"), "",
		"with its Members")
	if err := placeapp.AddPlace(t.Context(), c.App, c.Actor(c.Nia),
		places.AreaPlace{Area: area, Name: "Lock"}); err != nil {
		t.Errorf("a place may be added meanwhile: %v", err)
	}
}

func TestEditOfAnOldVersionIsAConflict(t *testing.T) {
	c := town.NewCounty(t)
	area := c.Build()
	edit := places.Area{ID: area, Code: "LCA-01", Name: "Canalside and Basin", Version: 1}
	if err := placeapp.ChangeArea(t.Context(), c.App, c.Actor(c.Nia), edit); err != nil {
		t.Fatal(err)
	}
	if err := placeapp.ChangeArea(t.Context(), c.App, c.Actor(c.Owen), edit); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("got %v, want a conflict", err)
	}
}

func TestAreaMovesByHandWithAReason(t *testing.T) {
	c := town.NewCounty(t)
	area := c.Build()
	town.Refused(t, placeapp.MoveArea(t.Context(), c.App, c.Actor(c.Owen), area, places.AreaActive, "Now"), "to",
		"cannot become active by hand")
	town.Refused(t, placeapp.MoveArea(t.Context(), c.App, c.Actor(c.Owen), area, places.AreaRejected, ""), "reason",
		"Enter the reason")
	if err := placeapp.MoveArea(t.Context(), c.App, c.Actor(c.Owen), area, places.AreaRejected,
		"Too small"); err != nil {
		t.Fatal(err)
	}
	town.Refused(t, placeapp.RecordValidity(t.Context(), c.App, c.Actor(c.Owen), area,
		places.ValidityView{Kind: places.FromCommunity, SaidBy: "Forum", Supports: "yes", SaidOn: c.Day()}),
		"", "propose it again first")
	if err := placeapp.MoveArea(t.Context(), c.App, c.Actor(c.Owen), area, places.AreaProposed,
		"Larger now"); err != nil {
		t.Fatal(err)
	}
	states, err := placestore.AreaStates(t.Context(), c.App.Store.Reader, area)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range states {
		got = append(got, string(s.State)+": "+s.Reason)
	}
	if d := cmp.Diff([]string{"proposed: Larger now", "rejected: Too small", "proposed: Proposed"}, got); d != "" {
		t.Errorf("life (-want +got):\n%s", d)
	}
}
