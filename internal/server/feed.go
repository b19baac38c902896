package server

import (
	"net/http"

	"fourgates/internal/policy"
	"fourgates/web/page"
)

func feedRoutes() []Route {
	return []Route{
		get("/account/calendar", policy.OwnAccount, ownFeed),
		post("/account/calendar", policy.OwnAccount, makeFeed),
		post("/account/calendar/revocation", policy.OwnAccount, revokeFeed),
		get("/calendar/{token}.ics", policy.SignIn, feed),
	}
}

// ownFeed shows whether the actor has a calendar feed.
func ownFeed(c *Call) error {
	p, err := feedProps(c)
	if err != nil {
		return err
	}
	return c.Show(page.Feed(p))
}

func feedProps(c *Call) (p page.FeedProps, err error) {
	if p.Since, err = c.Read.FeedSince(c.Context(), c.Actor.ID); err != nil {
		return p, err
	}
	const title = "Your calendar"
	p.Shell = c.Shell(title).Under("Your account", "/account", title)
	return p, nil
}

// makeFeed answers with the address itself. It is nowhere else: neither in the database nor in the session.
func makeFeed(c *Call) error {
	token, err := c.App.MakeFeed(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	p, err := feedProps(c)
	if err != nil {
		return err
	}
	p.Address = c.Base() + "/calendar/" + token + ".ics"
	return c.Answer(http.StatusCreated, page.Feed(p))
}

func revokeFeed(c *Call) error {
	if err := c.App.RevokeFeed(c.Context(), c.Actor); err != nil {
		return err
	}
	return c.Done("The address works no more", "/account/calendar")
}

// feed answers whoever has the address, without a session: a calendar cannot sign in.
func feed(c *Call) error {
	text, err := c.App.Feed(c.Context(), c.Param("token"), c.Base(), c.Caller())
	if err != nil {
		return throttled(c.W, err)
	}
	c.W.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	_, _ = c.W.Write([]byte(text))
	return nil
}
