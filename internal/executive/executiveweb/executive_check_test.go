package executiveweb_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
)

// checked sends a form to its check: that says what will be recorded and what it does, changes nothing, and leads back
// with what was typed. Then it is recorded, from the check.
func (c *cabinet) checked(who domain.PersonID, path string, says []string, pairs ...string) {
	c.t.Helper()
	client, at := c.As(who), c.decision+path
	form := client.Get(at).Want(c.t, 200).Hidden(at + "/check")
	for n := 0; n+1 < len(pairs); n += 2 {
		form.Set(pairs[n], pairs[n+1])
	}
	was := c.everything()
	wrong := url.Values{"version": form["version"]}
	if p := client.PostForm(at+"/check", wrong).Want(c.t, 422); len(p.Problems()) == 0 || p.Forms() == nil {
		c.t.Errorf("%s: nothing typed is checked: %s", path, p.Words())
	}
	p := client.PostForm(at+"/check", form).Want(c.t, 200)
	for _, words := range append([]string{"Nothing is recorded yet", "Nobody can change it there"}, says...) {
		if !p.Says(words) {
			c.t.Errorf("the check of %s does not say %q: %s", path, words, p.Words())
		}
	}
	record := p.Hidden(at)
	back := url.Values{"do": {"change"}}
	for name, values := range record {
		back[name] = values
	}
	again := client.PostForm(at+"/check", back).Want(c.t, 200)
	for n := 0; n+1 < len(pairs); n += 2 {
		if got, ok := again.Field(pairs[n]); ok && got != pairs[n+1] {
			c.t.Errorf("%s: changed back, %s is %q, was %q", path, pairs[n], got, pairs[n+1])
		}
	}
	if now := c.everything(); now != was {
		c.t.Errorf("the check of %s changed %s to %s", path, was, now)
	}
	old := url.Values{}
	for name, values := range record {
		old[name] = values
	}
	old.Set("version", "1")
	client.PostForm(at+"/check", old).Want(c.t, 409)
	done := client.Follow(client.PostForm(at, record).Want(c.t, 303)).Want(c.t, 200)
	if c.everything() == was {
		c.t.Errorf("%s recorded nothing: %s", path, done.Words())
	}
	client.PostForm(at+"/check", record).Want(c.t, 409) // sent twice
}

// everything is how the decision stands, with what was told and entered.
func (c *cabinet) everything() string {
	return c.Text(`SELECT concat_ws(' ', d.state, d.version, (SELECT count(*) FROM notices),
		(SELECT count(*) FROM register_entries), (SELECT count(*) FROM audit_entries)) FROM executive_decisions d`)
}

// Before a step of the Executive part that cannot be taken back, a page says what it will say and do (rulings, 4).
func TestStepsAreCheckedBeforeTheyAreTaken(t *testing.T) {
	day := func(c *cabinet) string { return domain.DateOf(c.Now()).String() }
	t.Run("announcement", func(t *testing.T) {
		c := newCabinet(t)
		c.As(c.clerk).Post(c.decision+"/schedule", "version", c.version(), "meets", day(c), "key", "yes",
			"forward_plan", "FP/12", "maker", "executive").Want(t, 303)
		c.checked(c.clerk, "/announcement", []string{"Special urgency: Cllr Anwen Pryce agreed on",
			"The fund closes in May", "It can be taken from", "those who decide are told"},
			"how", "special urgency", "on", day(c), "who", "Cllr Anwen Pryce", "why", "The fund closes in May")
	})
	t.Run("declining", func(t *testing.T) {
		c := newCabinet(t)
		c.schedule("maker", "jointly", "made_by", fmt.Sprint(c.member), "with_officer", fmt.Sprint(c.chief))
		c.As(c.member).Post(c.decision+"/record", c.agreed()...).Want(t, 303)
		c.checked(c.chief, "/declining", []string{"My team wrote the bid", "recorded is void", "are told"},
			"reason", "My team wrote the bid")
	})
	t.Run("scheduling again", func(t *testing.T) {
		c := newCabinet(t)
		p := c.As(c.clerk).Get(c.decision+"/schedule").Want(t, 200)
		if !slices.Contains(p.Forms(), c.decision+"/schedule") {
			t.Errorf("the first schedule goes to %v", p.Forms())
		}
		c.schedule("maker", "jointly", "made_by", fmt.Sprint(c.member), "with_officer", fmt.Sprint(c.chief))
		c.As(c.member).Post(c.decision+"/record", c.agreed()...).Want(t, 303)
		c.checked(c.clerk, "/schedule", []string{"To be decided on 10 March 2026, as before",
			"By The Executive. Before: ", "in conjunction with", "is void, and has to be made again",
			"The Executive takes it together.",
			"the Executive Members are told on which day it is decided", "Nothing more is asked of"},
			"meets", day(c), "maker", "executive", "key", "no", "key_reason", "It notes a plan", "why",
			"The Executive takes it together.")
		if n := c.Int(`SELECT count(*) FROM register_entries WHERE payload::jsonb ->> 'decision' = 'voided'`); n != 1 {
			t.Errorf("%d records are void", n)
		}
	})
	t.Run("publication, call-in and its outcome", func(t *testing.T) {
		c := newCabinet(t)
		c.schedule()
		c.As(c.clerk).Post(c.decision+"/record", c.agreed()...).Want(t, 303)
		c.checked(c.clerk, "/publication", []string{"Published on " + domain.DateOf(c.Now()).Words(),
			"It can be called in until 17 March 2026. If it is not, it takes effect on 18 March 2026",
			"it is not corrected any more", "corporate planning feed is produced", "leads of actions are asked"},
			"published", day(c))
		c.checked(c.clerk, "/call-in", []string{"The Moor committee", "Members 6", "Costs of the patrol",
			"The decision stops: it does not take effect on 18 March 2026"}, "by", "The Moor committee", "members", "6",
			"on", day(c), "reason", "Costs of the patrol")
		c.checked(c.clerk, "/call-in/outcome", []string{"Upheld", "The decision stands, and takes effect on"},
			"outcome", "upheld", "body", "Scrutiny", "settled", day(c), "minute", "S/3", "words", "Go on.")
	})
	t.Run("another request", func(t *testing.T) {
		c := newCabinet(t)
		c.schedule()
		clerk := c.As(c.clerk)
		clerk.Post(c.decision+"/record", c.agreed()...).Want(t, 303)
		clerk.Post(c.decision+"/publication", "version", c.version(), "published", day(c)).Want(t, 303)
		request := []string{"by", "Scrutiny", "members", "5", "on", day(c), "reason", "Costs"}
		clerk.Post(c.decision+"/call-in", append([]string{"version", c.version()}, request...)...).Want(t, 303)
		at := c.decision + "/call-in"
		p := clerk.Post(at+"/check", append([]string{"version", c.version()}, request...)...).Want(t, 200)
		if !p.Says("It stands beside 1 request noted before") {
			t.Errorf("the check says %s", p.Words())
		}
	})
	t.Run("publication of a plan that was not agreed", func(t *testing.T) {
		c := newCabinet(t)
		c.schedule()
		c.As(c.clerk).Post(c.decision+"/record", "version", c.version(), "decided", day(c), "reasons", "It is dear.",
			"alternatives", "None", "item-1", "not agreed", "reason-1", "Too dear").Want(t, 303)
		c.checked(c.clerk, "/publication", []string{"Nothing comes into force: the plan was not agreed"}, "published",
			day(c))
	})
}

// Every form of the pages of a decision that leads to a check says so on its button, and none records at once.
func TestFormsThatAreCheckedSayContinue(t *testing.T) {
	c := newCabinet(t)
	c.schedule()
	clerk := c.As(c.clerk)
	clerk.Post(c.decision+"/record", c.agreed()...).Want(t, 303)
	p := clerk.Get(c.decision+"/publication").Want(t, 200)
	for _, action := range p.Forms() {
		if strings.HasPrefix(action, c.decision) && !strings.HasSuffix(action, "/check") {
			t.Errorf("a form posts to %s", action)
		}
	}
	if !p.Says("Continue") {
		t.Errorf("the form says %s", p.Words())
	}
}
