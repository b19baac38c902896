package server

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func bidRoutes() []Route {
	return []Route{
		get("/areas/{area}/bids", policy.ViewSolutions, on(areaFor(policy.ViewSolutions), listBids)),
		get("/areas/{area}/bids.csv", policy.ViewSolutions, on(areaFor(policy.ViewSolutions), bidsCSV)),
		get("/areas/{area}/bids/new", policy.EditBids, on(runningAreaFor(policy.EditBids), newBid)),
		post("/areas/{area}/bids", policy.EditBids, on(runningAreaFor(policy.EditBids), addBid)),
		get("/areas/{area}/bids/none", policy.EditBids, on(runningAreaFor(policy.EditBids), askNoBids)),
		post("/areas/{area}/bids/none", policy.EditBids, on(runningAreaFor(policy.EditBids), stateNoBids)),
		get("/bids/{bid}", policy.ViewSolutions, on(bidOf, bid)),
		get("/bids/{bid}/edit", policy.EditBids, on(bidToEdit, editBid)),
		post("/bids/{bid}/edit", policy.EditBids, on(bidToEdit, saveBid)),
		post("/bids/{bid}/moves", policy.EditBids, on(idOf[domain.BidID]("bid"), moveBid)),
	}
}

// bidsOf loads the bids of an area's present cycle.
func bidsOf(c *Call, area domain.AreaID) ([]domain.BidLine, error) {
	cycle, err := c.Read.CurrentCycle(c.Context(), area)
	if err != nil {
		return nil, err
	}
	return c.Read.Bids(c.Context(), policy.SolutionScopeOf(c.Actor), area, cycle)
}

// listBids shows the bids of an area.
func listBids(c *Call, area domain.Area) error {
	p := page.BidListProps{Area: area, Today: c.Today(),
		Tabs:    page.AreaTabs(c.Actor, area.ID, "/areas/"+idText(area.ID)+"/solutions"),
		MayEdit: policy.CanIn(c.Actor, policy.EditBids, area.ID) && area.CheckRunning() == nil}
	var err error
	if p.Bids, err = bidsOf(c, area.ID); err != nil {
		return err
	}
	stated, err := c.Read.Statements(c.Context(), area.ID)
	if err != nil {
		return err
	}
	p.None, p.Shell = stated[domain.StatedNoBids], areaShell(c, area, "Bids")
	return c.Show(page.BidList(p))
}

// decodeBid reads what was typed of a bid.
func decodeBid(f *form.Form) domain.BidDraft {
	d := domain.BidDraft{
		Title:     f.Required("title", 120, "Enter what the bid is for"),
		Funder:    f.Required("funder", 120, "Enter the funder"),
		Amount:    f.Money("amount", "Enter the amount that is asked for"),
		Match:     f.Money("match", "Enter the match funding, or 0"),
		Deadline:  f.Date("deadline", "Enter the funder’s deadline"),
		Solutions: form.IDs[domain.SolutionID](f, "solution"),
	}
	if d.Amount == 0 {
		f.Add("amount", "Enter more than £0")
	}
	return d
}

// newBid shows the form of a new bid.
func newBid(c *Call, area domain.Area) error {
	return newBidPage(c, area, form.With("key", newKey()))
}

func newBidPage(c *Call, area domain.Area, f form.Form) error {
	cycle, err := c.Read.CurrentCycle(c.Context(), area.ID)
	if err != nil {
		return err
	}
	p := page.BidFormProps{Form: f, Area: domain.AreaName{ID: area.ID, Name: area.Name}}
	if p.Solutions, err = fundable(c, area.ID, cycle, nil); err != nil {
		return err
	}
	at := "/areas/" + idText(area.ID)
	p.Shell = c.Shell("Add a bid").Under("Areas", "/areas", area.Name, at, "Bids", at+"/bids", "Add a bid")
	return bidForm(c, p)
}

// bidForm shows the form of a bid. It has a field for solutions only where there are any.
func bidForm(c *Call, p page.BidFormProps) error {
	if len(p.Solutions) == 0 {
		shownAt(&p.Form, "title", "funder", "amount", "match", "deadline")
	}
	return c.Page(p.Form, page.BidForm(p))
}

// fundable lists the solutions that a bid can fund, and those that it does.
func fundable(c *Call, area domain.AreaID, cycle int, funded []domain.SolutionID) ([]domain.SolutionLine, error) {
	lines, err := c.Read.Solutions(c.Context(), policy.SolutionScopeOf(c.Actor), area, cycle)
	return slices.DeleteFunc(lines, func(l domain.SolutionLine) bool {
		return !l.State.Fundable() && !slices.Contains(funded, l.ID)
	}), err
}

// addBid saves a new bid.
func addBid(c *Call, area domain.Area) error {
	f := c.Posted()
	d, key := decodeBid(&f), f.Optional("key", 60)
	var id domain.BidID
	err := f.Take(func() (err error) { id, err = c.App.AddBid(c.Context(), c.Actor, area.ID, d, key); return err })
	if err != nil {
		return err
	}
	if !f.OK() {
		return newBidPage(c, area, f)
	}
	return c.Done("Bid added", "/bids/%d", id)
}

// bidOf loads the bid of the address within what the actor may see: else domain.ErrNotFound.
func bidOf(c *Call) (domain.BidLine, error) {
	id, err := pathID[domain.BidID](c, "bid")
	if err != nil {
		return domain.BidLine{}, err
	}
	return c.Read.Bid(c.Context(), policy.SolutionScopeOf(c.Actor), id)
}

// bid shows one bid.
func bid(c *Call, b domain.BidLine) error {
	return bidPage(c, b, form.New(nil))
}

func bidPage(c *Call, b domain.BidLine, move form.Form) error {
	history, err := c.Read.History(c.Context(), "bid", int64(b.ID))
	if err != nil {
		return err
	}
	p := page.BidProps{Shell: bidShell(c, b, b.Title), Bid: b, Today: c.Today(), History: issueHistory(history),
		Move: move}
	if p.MayMove = policy.CanIn(c.Actor, policy.EditBids, b.Area); p.MayMove {
		p.Moves, p.MayEdit = b.MovesNow(), b.CheckEdit() == nil
	}
	switch {
	case len(p.Moves) == 0:
		shownAt(&p.Move)
	case b.State != domain.BidSubmitted:
		shownAt(&p.Move, "move", "reason")
	}
	return c.Page(move, page.Bid(p))
}

func bidShell(c *Call, b domain.BidLine, title string) page.Shell {
	at := "/areas/" + idText(b.Area)
	trail := []string{"Areas", "/areas", b.AreaName, at, "Bids", at + "/bids", "Bid " + idText(b.ID)}
	if title != b.Title {
		trail = append(trail, "/bids/"+idText(b.ID), title)
	}
	return c.Shell(title).Under(trail...)
}
