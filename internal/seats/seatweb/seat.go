// Package seatweb serves the pages of seats, their import and their Members.
package seatweb

import (
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/seats/seatstore"
	"fourgates/internal/serve"
	"fourgates/web/frame"
)

func SeatRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/members", policy.ViewMembers, members),
		serve.Get("/seats", policy.ViewMembers, seatList),
		serve.Get("/seats/new", policy.EditSeats, newSeat),
		serve.Upload("/seats", policy.EditSeats, beginSeat),
		serve.Get("/seats/imports/new", policy.EditSeats, newSeatImport),
		serve.Upload("/seats/imports", policy.EditSeats, uploadSeats),
		serve.Get("/seats/imports/{file}", policy.EditSeats, serve.On(seatFileOf, seatFile)),
		serve.Post("/seats/imports/{file}/confirmation", policy.EditSeats,
			serve.On(serve.IDOf[domain.SeatFileID]("file"), confirmSeats)),

		serve.Get("/seats/{seat}", policy.ViewMembers, serve.On(seatOf, seat)),
		serve.Get("/seats/{seat}/changes/new", policy.EditSeats, serve.On(seatOf, newChange)),
		serve.Upload("/seats/{seat}/changes", policy.EditSeats, serve.On(seatOf, changeSeat)).RestsOn("seat", "seat"),
		serve.Get("/seats/{seat}/places", policy.EditSeats, serve.On(seatOf, editSeatPlaces)),
		serve.Post("/seats/{seat}/places", policy.EditSeats, serve.On(seatOf, setSeatPlaces)).RestsOn("seat", "seat"),
		serve.Get("/seats/{seat}/terms/new", policy.EditSeats, serve.On(seatOf, newTerm)),
		serve.Post("/seats/{seat}/terms", policy.EditSeats, serve.On(seatOf, beginTerm)),
		serve.Get("/seats/{seat}/terms/{term}/end", policy.EditSeats, serve.On(termOf, askEndTerm)),
		serve.Post("/seats/{seat}/terms/{term}/end", policy.EditSeats,
			serve.On(termOf, endTerm)).RestsOn("seat", "seat"),
		serve.Post("/seats/{seat}/terms/{term}/removal", policy.EditSeats, serve.On(partOfSeat[domain.TermID]("term"),
			removeTerm)).RestsOn("seat", "seat"),
		serve.Get("/seats/{seat}/substitutes/new", policy.EditSeats, serve.On(seatOf, newSubstitute)),
		serve.Post("/seats/{seat}/substitutes", policy.EditSeats, serve.On(seatOf, nameSubstitute)),
		serve.Post("/seats/{seat}/substitutes/{substitute}/ending", policy.EditSeats,
			serve.On(partOfSeat[domain.SubstituteID]("substitute"), endSubstitute)),
	}
}

// seatList lists every ward and division by council.
func seatList(c *serve.Call) error {
	lines, err := placestore.SeatLines(c.Context(), c.Read, c.Today())
	if err != nil {
		return err
	}
	return c.Show(SeatList(SeatListProps{Shell: c.Shell("Wards and divisions"), Groups: seatsByCouncil(lines),
		MayImport: policy.Can(c.Actor, policy.EditSeats)}))
}

func seatsByCouncil(lines []placestore.SeatLine) []SeatLines {
	var groups []SeatLines
	for _, l := range lines {
		last := len(groups) - 1
		if last < 0 || groups[last].Authority != l.Authority || groups[last].Kind != l.Kind {
			groups = append(groups, SeatLines{Council: l.Council, Authority: l.Authority, Tier: l.Tier,
				Kind: l.Kind})
			last++
		}
		line := SeatLine{ID: l.ID, Code: l.Code, Name: l.Name, Places: l.Places, Held: l.Held, Drawn: l.Drawn}
		groups[last].Seats = append(groups[last].Seats, line)
	}
	return groups
}

// councilSeat is a seat with its council.
type councilSeat struct {
	places.Seat
	Council places.Authority
}

// seatOf loads the seat of the address with its council.
func seatOf(c *serve.Call) (seat councilSeat, err error) {
	id, err := serve.PathID[domain.SeatID](c, "seat")
	if err != nil {
		return seat, err
	}
	if seat.Seat, err = placestore.Seat(c.Context(), c.Read, id); err != nil {
		return seat, err
	}
	seat.Council, err = placestore.Authority(c.Context(), c.Read, seat.Authority)
	return seat, err
}

// seatPart is the id of something that belongs to a seat, with the seat's own.
type seatPart[T ~int64] struct {
	Seat domain.SeatID
	ID   T
}

// partOfSeat reads both from the address.
func partOfSeat[T ~int64](name string) func(c *serve.Call) (seatPart[T], error) {
	return func(c *serve.Call) (part seatPart[T], err error) {
		if part.Seat, err = serve.PathID[domain.SeatID](c, "seat"); err != nil {
			return part, err
		}
		part.ID, err = serve.PathID[T](c, name)
		return part, err
	}
}

// seat shows a ward or division: its Members, those before, and who stands in.
func seat(c *serve.Call, seat councilSeat) error {
	p := SeatProps{Seat: seat.Seat, Authority: seat.Council, Today: c.Today(),
		MayEdit: policy.Can(c.Actor, policy.EditSeats), MayPeople: policy.Can(c.Actor, policy.ManagePeople),
		GatesLinked: policy.Can(c.Actor, policy.ViewGates), Allowed: c.App.Rules.SubstitutesAllowed}
	var err error
	if p.Terms, err = seatstore.Terms(c.Context(), c.Read, seat.ID); err != nil {
		return err
	}
	if p.Substitutes, err = seatstore.Substitutes(c.Context(), c.Read, seat.ID, p.Today); err != nil {
		return err
	}
	if p.Events, err = seatstore.Events(c.Context(), c.Read, seat.ID); err != nil {
		return err
	}
	if p.Coming, err = seatstore.ComingTo(c.Context(), c.Read, seat.ID); err != nil {
		return err
	}
	if p.Kin, err = seatstore.KinOf(c.Context(), c.Read, seat.ID); err != nil {
		return err
	}
	areas, err := placestore.SeatAreas(c.Context(), c.Read, seat.ID)
	if err != nil {
		return err
	}
	scope, filter := policy.ScopeOf(c.Actor, policy.ViewAreas), places.AreaFilter{Own: true, Mine: areas}
	if p.Areas, err = placestore.Areas(c.Context(), c.Read, scope, filter, places.AreaCursor{}, placeweb.AreasOnPage,
		p.Today); err != nil {
		return err
	}
	if p.History, err = serve.History(c, policy.EditSeats, "seat", int64(seat.ID)); err != nil {
		return err
	}
	name := seat.Shown() + " " + string(seat.Kind)
	p.Shell = c.Shell(name).Under("Wards and divisions", "/seats", name)
	return c.Show(Seat(p))
}

// seatShell is the shell of a page under a seat's own.
func seatShell(c *serve.Call, seat places.Seat, title string) frame.Shell {
	return c.Shell(title+" – "+seat.Shown()).Under("Wards and divisions", "/seats",
		seat.Shown()+" "+string(seat.Kind), "/seats/"+serve.IDText(seat.ID), title)
}

// editSeatPlaces shows the form that says how many Members a seat elects.
func editSeatPlaces(c *serve.Call, seat councilSeat) error {
	return seatPlacesForm(c, seat, form.With("places", strconv.Itoa(seat.Places)))
}

func seatPlacesForm(c *serve.Call, seat councilSeat, f form.Form) error {
	shell := seatShell(c, seat.Seat, "Number of Members")
	return c.Page(f, SeatPlaces(SeatPlacesProps{Shell: shell, Form: f, Seat: seat.Seat}))
}

// setSeatPlaces saves how many Members a seat elects.
func setSeatPlaces(c *serve.Call, seat councilSeat) error {
	f := c.Posted()
	places := elects(&f, "places", "Enter how many Members it elects")
	if err := f.Take(func() error {
		return seatapp.SetSeatPlaces(c.Context(), c.App, c.Actor, seat.ID,
			places)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return seatPlacesForm(c, seat, f)
	}
	return c.Done("Saved", "/seats/%d", seat.ID)
}
