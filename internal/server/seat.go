package server

import (
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func seatRoutes() []Route {
	return []Route{
		get("/members", policy.ViewMembers, members),
		get("/seats", policy.ViewMembers, seats),
		get("/seats/imports/new", policy.EditSeats, newSeatImport),
		upload("/seats/imports", policy.EditSeats, uploadSeats),
		get("/seats/imports/{file}", policy.EditSeats, on(seatFileOf, seatFile)),
		post("/seats/imports/{file}/confirmation", policy.EditSeats, on(idOf[domain.SeatFileID]("file"), confirmSeats)),

		get("/seats/{seat}", policy.ViewMembers, on(seatOf, seat)),
		get("/seats/{seat}/places", policy.EditSeats, on(seatOf, editSeatPlaces)),
		post("/seats/{seat}/places", policy.EditSeats, on(seatOf, setSeatPlaces)),
		get("/seats/{seat}/terms/new", policy.EditSeats, on(seatOf, newTerm)),
		post("/seats/{seat}/terms", policy.EditSeats, on(seatOf, beginTerm)),
		get("/seats/{seat}/terms/{term}/end", policy.EditSeats, on(termOf, askEndTerm)),
		post("/seats/{seat}/terms/{term}/end", policy.EditSeats, on(termOf, endTerm)),
		post("/seats/{seat}/terms/{term}/removal", policy.EditSeats, on(partOfSeat[domain.TermID]("term"), removeTerm)),
		get("/seats/{seat}/substitutes/new", policy.EditSeats, on(seatOf, newSubstitute)),
		post("/seats/{seat}/substitutes", policy.EditSeats, on(seatOf, nameSubstitute)),
		post("/seats/{seat}/substitutes/{substitute}/ending", policy.EditSeats,
			on(partOfSeat[domain.SubstituteID]("substitute"), endSubstitute)),
	}
}

// seats lists every ward and division by council.
func seats(c *Call) error {
	lines, err := c.Read.SeatLines(c.Context(), c.Today())
	if err != nil {
		return err
	}
	return c.Show(page.SeatList(page.SeatListProps{Shell: c.Shell("Wards and divisions"), Groups: seatsByCouncil(lines),
		MayImport: policy.Can(c.Actor, policy.EditSeats)}))
}

func seatsByCouncil(lines []store.SeatLine) []page.SeatLines {
	var groups []page.SeatLines
	for _, l := range lines {
		last := len(groups) - 1
		if last < 0 || groups[last].Authority != l.Authority || groups[last].Kind != l.Kind {
			groups = append(groups, page.SeatLines{Authority: l.Authority, Tier: l.Tier, Kind: l.Kind})
			last++
		}
		line := page.SeatLine{ID: l.ID, Code: l.Code, Name: l.Name, Places: l.Places, Held: l.Held}
		groups[last].Seats = append(groups[last].Seats, line)
	}
	return groups
}

// councilSeat is a seat with its council.
type councilSeat struct {
	domain.Seat
	Council domain.Authority
}

// seatOf loads the seat of the address with its council.
func seatOf(c *Call) (seat councilSeat, err error) {
	id, err := pathID[domain.SeatID](c, "seat")
	if err != nil {
		return seat, err
	}
	if seat.Seat, err = c.Read.Seat(c.Context(), id); err != nil {
		return seat, err
	}
	seat.Council, err = c.Read.Authority(c.Context(), seat.Authority)
	return seat, err
}

// seatPart is the id of something that belongs to a seat, with the seat's own.
type seatPart[T ~int64] struct {
	Seat domain.SeatID
	ID   T
}

// partOfSeat reads both from the address.
func partOfSeat[T ~int64](name string) func(c *Call) (seatPart[T], error) {
	return func(c *Call) (part seatPart[T], err error) {
		if part.Seat, err = pathID[domain.SeatID](c, "seat"); err != nil {
			return part, err
		}
		part.ID, err = pathID[T](c, name)
		return part, err
	}
}

// seat shows a ward or division: its Members, those before, and who stands in.
func seat(c *Call, seat councilSeat) error {
	p := page.SeatProps{Seat: seat.Seat, Authority: seat.Council, Today: c.Today(),
		MayEdit: policy.Can(c.Actor, policy.EditSeats), MayPeople: policy.Can(c.Actor, policy.ManagePeople),
		GatesLinked: policy.Can(c.Actor, policy.ViewGates), Allowed: c.App.Rules.SubstitutesAllowed}
	var err error
	if p.Terms, err = c.Read.Terms(c.Context(), seat.ID); err != nil {
		return err
	}
	if p.Substitutes, err = c.Read.Substitutes(c.Context(), seat.ID); err != nil {
		return err
	}
	areas, err := c.Read.SeatAreas(c.Context(), seat.ID)
	if err != nil {
		return err
	}
	scope, filter := policy.ScopeOf(c.Actor, policy.ViewAreas), domain.AreaFilter{Own: true, Mine: areas}
	if p.Areas, err = c.Read.Areas(c.Context(), scope, filter, domain.AreaCursor{}, areasOnPage, p.Today); err != nil {
		return err
	}
	if p.History, err = history(c, policy.EditSeats, "seat", int64(seat.ID)); err != nil {
		return err
	}
	name := seat.Name + " " + string(seat.Kind)
	p.Shell = c.Shell(name).Under("Wards and divisions", "/seats", name)
	return c.Show(page.Seat(p))
}

// seatShell is the shell of a page under a seat's own.
func seatShell(c *Call, seat domain.Seat, title string) page.Shell {
	return c.Shell(title+" – "+seat.Name).Under("Wards and divisions", "/seats",
		seat.Name+" "+string(seat.Kind), "/seats/"+idText(seat.ID), title)
}

// editSeatPlaces shows the form that says how many Members a seat elects.
func editSeatPlaces(c *Call, seat councilSeat) error {
	return seatPlacesForm(c, seat, form.With("places", strconv.Itoa(seat.Places)))
}

func seatPlacesForm(c *Call, seat councilSeat, f form.Form) error {
	shell := seatShell(c, seat.Seat, "Number of Members")
	return c.Page(f, page.SeatPlaces(page.SeatPlacesProps{Shell: shell, Form: f, Seat: seat.Seat}))
}

// setSeatPlaces saves how many Members a seat elects.
func setSeatPlaces(c *Call, seat councilSeat) error {
	f := c.Posted()
	places := f.Int("places", 1, domain.MostPlaces, "Enter how many Members it elects")
	if err := f.Take(func() error { return c.App.SetSeatPlaces(c.Context(), c.Actor, seat.ID, places) }); err != nil {
		return err
	}
	if !f.OK() {
		return seatPlacesForm(c, seat, f)
	}
	return c.Done("Saved", "/seats/%d", seat.ID)
}
