package replyweb

import (
	"fmt"

	"fourgates/internal/asks"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/asks/askweb"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/issues/issueweb"
	"fourgates/internal/policy"
	"fourgates/internal/replies"
	"fourgates/internal/replies/replyapp"
	"fourgates/internal/serve"
)

// issueToWork loads the issue of the address for officers of its area.
func issueToWork(c *serve.Call) (issuestore.IssueRecord, error) {
	i, err := issueweb.IssueOf(c)
	if err != nil {
		return i, err
	}
	return i, policy.CheckIn(c.Actor, policy.WorkIssues, i.Area)
}

// newRequest shows the form that asks several for one reply.
func newRequest(c *serve.Call, i issuestore.IssueRecord) error {
	f := serve.WithDay(form.New(nil), "parts_by", c.Today().AddDays(21))
	return requestPage(c, i, serve.WithDay(f, "reply_by", c.Today().AddDays(35)))
}

func requestPage(c *serve.Call, i issuestore.IssueRecord, f form.Form) error {
	bodies, err := askstore.Directory(c.Context(), c.Read, i.Area, i.Theme, c.Today())
	if err != nil {
		return err
	}
	return c.Page(f, Request(RequestProps{Form: f, Issue: i.Issue, Bodies: askweb.BodyChoices(bodies),
		Shell: c.Shell("Ask several for one reply").Under("Issues", "/issues", i.Title,
			"/issues/"+serve.IDText(i.ID), "One reply")}))
}

// ask asks several for one reply.
func ask(c *serve.Call, i issuestore.IssueRecord) error {
	f := c.Posted()
	q := replies.Request{Question: f.Required("ask", 2000, "Say what you ask of them"),
		Way:     form.OptionalOneOf(&f, "way", []asks.Way{asks.Letter, asks.Telephone}),
		PartsBy: f.Date("parts_by", "Enter the day by which each gives its part"),
		DueOn:   f.Date("reply_by", "Enter the day by which the one reply is due")}
	for n := 1; n <= replies.MostBodies; n++ {
		field := fmt.Sprintf("to-%d", n)
		if n > 1 && f.Text(field) == "" {
			continue
		}
		var k asks.Ask
		k.Service, k.Organisation = askweb.DecodeBody(&f, field)
		q.Bodies = append(q.Bodies, k)
	}
	var id domain.ReplyID
	if err := f.Take(func() (err error) {
		id, err = replyapp.Ask(c.Context(), c.App, c.Actor, i.ID, q)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return requestPage(c, i, f)
	}
	return c.Done("Asked: one reply of all of them", "/replies/%d", id)
}

// partAt is a part of a reply that an address names.
type partAt struct {
	replies.Reply
	part asks.Ask
}

// partToView loads the part of the address for those who answer for it, or enter what they say.
func partToView(c *serve.Call) (at partAt, err error) {
	if at.Reply, err = replyToSee(c); err != nil {
		return at, err
	}
	id, err := serve.PathID[domain.AskID](c, "ask")
	if err != nil {
		return at, err
	}
	var ok bool
	if at.part, ok = at.Part(id); !ok {
		return at, domain.ErrNotFound
	}
	_, err = replies.CheckView(c.Actor, at.Reply, at.part)
	return at, err
}

// askView shows the form on which one of the others clears the draft.
func askView(c *serve.Call, at partAt) error {
	if err := at.CheckView(at.part, replies.View{Draft: at.Draft, Clears: true}); err != nil {
		return err
	}
	return viewPage(at.part)(c, at.Reply, form.New(nil))
}

func viewPage(k asks.Ask) func(*serve.Call, replies.Reply, form.Form) error {
	return func(c *serve.Call, r replies.Reply, f form.Form) error {
		entered, err := replies.CheckView(c.Actor, r, k)
		if err != nil {
			return err
		}
		return c.Page(f, View(StepProps{Shell: shell(c, r, "Clear the draft"), Form: f, Reply: r, Part: k,
			Entered: entered}))
	}
}

// The answers of one who reads a draft.
const (
	clears    = "clears"
	disagrees = "disagrees"
)

// view keeps what one of the others says of the draft.
func view(c *serve.Call, at partAt) error {
	f := c.Posted()
	said := form.OneOf(&f, "do", []string{clears, disagrees}, "Choose whether you clear it")
	from := askweb.DecodeSource(&f)
	v := replies.View{Ask: at.part.ID, Draft: f.Version("Load the page again"), Clears: said == clears,
		Reason: f.Branch("do", disagrees).Required("reason", 2000, "Say with what you do not agree, and why"),
		SaidBy: from.SaidBy, SaidWay: from.SaidWay, SaidOn: from.SaidOn}
	return saved(c, at.Reply, f, "Recorded", viewPage(at.part), func() error {
		return replyapp.Say(c.Context(), c.App, c.Actor, at.ID, v)
	})
}

// replyToDecide is replyToSee for a director who answers for none of those asked.
func replyToDecide(c *serve.Call) (r replies.Reply, err error) {
	if r, err = replyToSee(c); err == nil && !replies.MayDecide(c.Actor, r) {
		err = domain.ErrForbidden
	}
	return r, err
}

// askDecision shows the form on which a director decides.
func askDecision(c *serve.Call, r replies.Reply) error {
	if err := r.CheckDecide(replies.Decision{Draft: r.Draft, Reason: "-"}); err != nil {
		return err
	}
	return decisionPage(c, r, form.New(nil))
}

func decisionPage(c *serve.Call, r replies.Reply, f form.Form) error {
	return c.Page(f, Decision(StepProps{Shell: shell(c, r, "Decide"), Form: f, Reply: r}))
}

// The decisions of a director.
const (
	stands = "stands"
	again  = "again"
)

// decide keeps a director's decision.
func decide(c *serve.Call, r replies.Reply) error {
	f := c.Posted()
	what := form.OneOf(&f, "do", []string{stands, again}, "Choose what you decide")
	d := replies.Decision{Draft: f.Version("Load the page again"), Stands: what == stands,
		Reason: f.Required("reason", 2000, "Give the reason for the decision: all who are asked read it")}
	return saved(c, r, f, "Decided", decisionPage, func() error {
		return replyapp.Decide(c.Context(), c.App, c.Actor, r.ID, d)
	})
}

// replyToEnter is replyToSee for officers of its area.
func replyToEnter(c *serve.Call) (r replies.Reply, err error) {
	if r, err = replyToSee(c); err != nil {
		return r, err
	}
	return r, policy.CheckIn(c.Actor, policy.WorkIssues, r.Area)
}

// askLead shows the form that names another lead.
func askLead(c *serve.Call, r replies.Reply) error {
	if err := r.CheckOpen(); err != nil {
		return err
	}
	if k, ok := r.Lead(); ok {
		return domain.Stands("%s leads this reply", k.To)
	}
	return leadPage(c, r, form.New(nil))
}

func leadPage(c *serve.Call, r replies.Reply, f form.Form) error {
	bodies, err := askstore.Directory(c.Context(), c.Read, r.Area, 0, c.Today())
	if err != nil {
		return err
	}
	return c.Page(f, Lead(StepProps{Shell: shell(c, r, "Name another lead"), Form: f, Reply: r,
		Bodies: askweb.BodyChoices(bodies)}))
}

// nameLead asks another to lead.
func nameLead(c *serve.Call, r replies.Reply) error {
	f := c.Posted()
	k := asks.Ask{Way: form.OptionalOneOf(&f, "way", []asks.Way{asks.Letter, asks.Telephone})}
	k.Service, k.Organisation = askweb.DecodeBody(&f, "to")
	return saved(c, r, f, "Asked to lead", leadPage, func() error {
		return replyapp.NameLead(c.Context(), c.App, c.Actor, r.ID, k)
	})
}
