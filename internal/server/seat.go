package server

import (
	"net/http"
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
		get("/seats/imports/{file}", policy.EditSeats, seatFile),
		post("/seats/imports/{file}/confirmation", policy.EditSeats, confirmSeats),

		get("/seats/{seat}", policy.ViewMembers, seat),
		get("/seats/{seat}/places", policy.EditSeats, editSeatPlaces),
		post("/seats/{seat}/places", policy.EditSeats, setSeatPlaces),
		get("/seats/{seat}/terms/new", policy.EditSeats, newTerm),
		post("/seats/{seat}/terms", policy.EditSeats, beginTerm),
		get("/seats/{seat}/terms/{term}/end", policy.EditSeats, askEndTerm),
		post("/seats/{seat}/terms/{term}/end", policy.EditSeats, endTerm),
		post("/seats/{seat}/terms/{term}/removal", policy.EditSeats, removeTerm),
		get("/seats/{seat}/substitutes/new", policy.EditSeats, newSubstitute),
		post("/seats/{seat}/substitutes", policy.EditSeats, nameSubstitute),
		post("/seats/{seat}/substitutes/{substitute}/ending", policy.EditSeats, endSubstitute),
	}
}

// seats lists every ward and division by council.
func seats(c *Call) error {
	lines, err := c.Read.SeatLines(c.Context(), c.Today())
	if err != nil {
		return err
	}
	p := page.SeatListProps{Shell: c.Shell("Wards and divisions"), Groups: seatsByCouncil(lines), MayImport: policy.Can(c.Actor, policy.EditSeats)}
	return c.Show(page.SeatList(p))
}

func seatsByCouncil(lines []store.SeatLine) []page.SeatLines {
	var groups []page.SeatLines
	for _, l := range lines {
		last := len(groups) - 1
		if last < 0 || groups[last].Authority != l.Authority || groups[last].Kind != l.Kind {
			groups = append(groups, page.SeatLines{Authority: l.Authority, Tier: l.Tier, Kind: l.Kind})
			last++
		}
		groups[last].Seats = append(groups[last].Seats, page.SeatLine{ID: l.ID, Code: l.Code, Name: l.Name, Places: l.Places, Held: l.Held})
	}
	return groups
}

// seatOf loads the seat of the address with its council.
func seatOf(c *Call) (domain.Seat, domain.Authority, error) {
	id, err := pathID[domain.SeatID](c, "seat")
	if err != nil {
		return domain.Seat{}, domain.Authority{}, err
	}
	seat, err := c.Read.Seat(c.Context(), id)
	if err != nil {
		return seat, domain.Authority{}, err
	}
	council, err := c.Read.Authority(c.Context(), seat.Authority)
	return seat, council, err
}

// seat shows a ward or division: its Members, those before, and who stands in.
func seat(c *Call) error {
	seat, council, err := seatOf(c)
	if err != nil {
		return err
	}
	p := page.SeatProps{Seat: seat, Authority: council, Today: c.Today(), MayEdit: policy.Can(c.Actor, policy.EditSeats),
		MayPeople: policy.Can(c.Actor, policy.ManagePeople), GatesLinked: policy.Can(c.Actor, policy.ViewGates), Allowed: c.App.Rules.SubstitutesAllowed}
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
	filter := domain.AreaFilter{Own: true, Mine: areas}
	if p.Areas, err = c.Read.Areas(c.Context(), policy.ScopeOf(c.Actor, policy.ViewAreas), filter, domain.AreaCursor{}, areasOnPage, p.Today); err != nil {
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
	return c.Shell(title+" – "+seat.Name).Under("Wards and divisions", "/seats", seat.Name+" "+string(seat.Kind), "/seats/"+idText(seat.ID), title)
}

// editSeatPlaces shows the form that says how many Members a seat elects.
func editSeatPlaces(c *Call) error {
	seat, _, err := seatOf(c)
	if err != nil {
		return err
	}
	return seatPlacesForm(c, http.StatusOK, seat, form.With("places", strconv.Itoa(seat.Places)))
}

func seatPlacesForm(c *Call, status int, seat domain.Seat, f form.Form) error {
	p := page.SeatPlacesProps{Shell: seatShell(c, seat, "Number of Members"), Form: f, Seat: seat}
	return c.Answer(status, page.SeatPlaces(p))
}

// setSeatPlaces saves how many Members a seat elects.
func setSeatPlaces(c *Call) error {
	seat, _, err := seatOf(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	places := f.Int("places", 1, domain.MostPlaces, "Enter how many Members it elects")
	if f.OK() {
		err := c.App.SetSeatPlaces(c.Context(), c.Actor, seat.ID, places)
		if err == nil {
			return c.Done("Saved", "/seats/%d", seat.ID)
		}
		if !f.Refuse(err) {
			return err
		}
	}
	return seatPlacesForm(c, http.StatusUnprocessableEntity, seat, f)
}
