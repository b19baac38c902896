package server

import (
	"net/http"
	"net/url"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) bidRoutes() []Route {
	return []Route{
		get("/areas/{area}/bids", policy.ViewSolutions, s.listBids),
		get("/areas/{area}/bids.csv", policy.ViewSolutions, s.bidsCSV),
		get("/areas/{area}/bids/new", policy.EditBids, s.newBid),
		post("/areas/{area}/bids", policy.EditBids, s.addBid),
		get("/areas/{area}/bids/none", policy.EditBids, s.askNoBids),
		post("/areas/{area}/bids/none", policy.EditBids, s.stateNoBids),
		get("/bids/{bid}", policy.ViewSolutions, s.bid),
		get("/bids/{bid}/edit", policy.EditBids, s.editBid),
		post("/bids/{bid}/edit", policy.EditBids, s.saveBid),
		post("/bids/{bid}/moves", policy.EditBids, s.moveBid),
	}
}

// bidsOf loads the bids of an area's present cycle.
func (s *Server) bidsOf(r *http.Request, actor policy.Actor, area domain.AreaID) ([]domain.BidLine, error) {
	cycle, err := s.read.CurrentCycle(r.Context(), area)
	if err != nil {
		return nil, err
	}
	return s.read.Bids(r.Context(), policy.SolutionScopeOf(actor), area, cycle)
}

// listBids shows the bids of an area.
func (s *Server) listBids(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaFor(r, actor, policy.ViewSolutions)
	if err != nil {
		return err
	}
	p := page.BidListProps{Area: area, Tabs: page.AreaTabs(actor, area.ID, "/areas/"+idText(area.ID)+"/solutions"), Today: s.today(),
		MayEdit: policy.CanIn(actor, policy.EditBids, area.ID) && area.CheckRunning() == nil}
	if p.Bids, err = s.bidsOf(r, actor, area.ID); err != nil {
		return err
	}
	stated, err := s.read.Statements(r.Context(), area.ID)
	if err != nil {
		return err
	}
	p.None, p.Shell = stated[domain.StatedNoBids], s.areaShell(r, actor, area, "Bids")
	return s.render(w, r, http.StatusOK, page.BidList(p))
}

// areaForBids loads the area of the address for somebody who edits its bids.
func (s *Server) areaForBids(r *http.Request, actor policy.Actor) (domain.Area, error) {
	area, err := s.areaFor(r, actor, policy.EditBids)
	if err != nil {
		return area, err
	}
	return area, area.CheckRunning()
}

// decodeBid reads what was typed of a bid.
func decodeBid(values url.Values) (form.Form, domain.BidDraft) {
	f := form.New(values)
	d := domain.BidDraft{
		Title:     f.Required("title", 120, "Enter what the bid is for"),
		Funder:    f.Required("funder", 120, "Enter the funder"),
		Amount:    f.Money("amount", "Enter the amount that is asked for"),
		Match:     f.Money("match", "Enter the match funding, or 0"),
		Deadline:  f.Date("deadline", "Enter the funder’s deadline"),
		Solutions: form.IDs[domain.SolutionID](&f, "solution"),
	}
	if d.Amount == 0 {
		f.Add("amount", "Enter more than £0")
	}
	return f, d
}

// newBid shows the form of a new bid.
func (s *Server) newBid(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.newBidPage(w, r, actor, http.StatusOK, form.With("key", newKey()))
}

func (s *Server) newBidPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, err := s.areaForBids(r, actor)
	if err != nil {
		return err
	}
	cycle, err := s.read.CurrentCycle(r.Context(), area.ID)
	if err != nil {
		return err
	}
	p := page.BidFormProps{Form: f, Area: domain.AreaName{ID: area.ID, Name: area.Name}}
	if p.Solutions, err = s.fundable(r, actor, area.ID, cycle, nil); err != nil {
		return err
	}
	p.Shell = s.shell(r, actor, "Add a bid").Under("Areas", "/areas", area.Name, "/areas/"+idText(area.ID), "Bids", "/areas/"+idText(area.ID)+"/bids", "Add a bid")
	if !f.OK() {
		p.Shell = p.WithErrors()
		if len(p.Solutions) == 0 {
			shownAt(&p.Form, "title", "funder", "amount", "match", "deadline")
		}
	}
	return s.render(w, r, status, page.BidForm(p))
}

// fundable lists the solutions that a bid can fund, and those that it does.
func (s *Server) fundable(r *http.Request, actor policy.Actor, area domain.AreaID, cycle int, funded []domain.SolutionID) ([]domain.SolutionLine, error) {
	lines, err := s.read.Solutions(r.Context(), policy.SolutionScopeOf(actor), area, cycle)
	return slices.DeleteFunc(lines, func(l domain.SolutionLine) bool { return !l.State.Fundable() && !slices.Contains(funded, l.ID) }), err
}

// addBid saves a new bid.
func (s *Server) addBid(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaForBids(r, actor)
	if err != nil {
		return err
	}
	f, d := decodeBid(r.PostForm)
	key := f.Optional("key", 60)
	var id domain.BidID
	if f.OK() {
		id, err = s.app.AddBid(r.Context(), actor, area.ID, d, key)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.newBidPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	return s.done(w, r, "Bid added", "/bids/%d", id)
}

// bidOf loads the bid of the address within what the actor may see: else domain.ErrNotFound.
func (s *Server) bidOf(r *http.Request, actor policy.Actor) (domain.BidLine, error) {
	id, err := pathID[domain.BidID](r, "bid")
	if err != nil {
		return domain.BidLine{}, err
	}
	return s.read.Bid(r.Context(), policy.SolutionScopeOf(actor), id)
}

// bid shows one bid.
func (s *Server) bid(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.bidPage(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) bidPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, move form.Form) error {
	b, err := s.bidOf(r, actor)
	if err != nil {
		return err
	}
	history, err := s.read.History(r.Context(), "bid", int64(b.ID))
	if err != nil {
		return err
	}
	p := page.BidProps{Shell: s.bidShell(r, actor, b, b.Title), Bid: b, Today: s.today(), History: issueHistory(history), Move: move}
	if p.MayMove = policy.CanIn(actor, policy.EditBids, b.Area); p.MayMove {
		p.Moves, p.MayEdit = b.MovesNow(), b.CheckEdit() == nil
	}
	if !move.OK() {
		p.Shell = p.WithErrors()
		switch {
		case len(p.Moves) == 0:
			shownAt(&p.Move)
		case b.State != domain.BidSubmitted:
			shownAt(&p.Move, "move", "reason")
		}
	}
	return s.render(w, r, status, page.Bid(p))
}

func (s *Server) bidShell(r *http.Request, actor policy.Actor, b domain.BidLine, title string) page.Shell {
	at := "/areas/" + idText(b.Area)
	trail := []string{"Areas", "/areas", b.AreaName, at, "Bids", at + "/bids", "Bid " + idText(b.ID)}
	if title != b.Title {
		trail = append(trail, "/bids/"+idText(b.ID), title)
	}
	return s.shell(r, actor, title).Under(trail...)
}
