// Package calendarweb serves calendar feeds and the page on which a person makes or revokes their address.
package calendarweb

import (
	"net/http"

	"fourgates/internal/calendars/calendarapp"
	"fourgates/internal/calendars/calendarstore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

func FeedRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/account/calendar", policy.OwnAccount, ownFeed),
		serve.Post("/account/calendar", policy.OwnAccount, makeFeed),
		serve.Post("/account/calendar/revocation", policy.OwnAccount, revokeFeed),
		serve.Get("/calendar/{token}.ics", policy.SignIn, feed),
	}
}

// ownFeed shows whether the actor has a calendar feed.
func ownFeed(c *serve.Call) error {
	p, err := feedProps(c)
	if err != nil {
		return err
	}
	return c.Show(Feed(p))
}

func feedProps(c *serve.Call) (p FeedProps, err error) {
	if p.Since, err = calendarstore.FeedSince(c.Context(), c.Read, c.Actor.ID); err != nil {
		return p, err
	}
	const title = "Your calendar"
	p.Shell = c.Shell(title).Under("Your account", "/account", title)
	return p, nil
}

// makeFeed answers with the address itself. It is nowhere else: neither in the database nor in the session.
func makeFeed(c *serve.Call) error {
	token, err := calendarapp.MakeFeed(c.Context(), c.App, c.Actor)
	if err != nil {
		return err
	}
	p, err := feedProps(c)
	if err != nil {
		return err
	}
	p.Address = c.Base() + "/calendar/" + token + ".ics"
	return c.Answer(http.StatusCreated, Feed(p))
}

func revokeFeed(c *serve.Call) error {
	if err := calendarapp.RevokeFeed(c.Context(), c.App, c.Actor); err != nil {
		return err
	}
	return c.Done("The address works no more", "/account/calendar")
}

// feed answers whoever has the address, without a session: a calendar cannot sign in.
func feed(c *serve.Call) error {
	text, err := calendarapp.Feed(c.Context(), c.App, c.Param("token"), c.Base(), c.Caller())
	if err != nil {
		return serve.Throttled(c.W, err)
	}
	c.W.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	_, _ = c.W.Write([]byte(text))
	return nil
}
