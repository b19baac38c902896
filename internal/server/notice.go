package server

import (
	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/rules"
	"fourgates/internal/serve"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func NoticeRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/areas/{area}/notices", policy.ViewGates, serve.On(areaIn(policy.ViewGates), areaNotices)),
		serve.Get("/notices/{notice}", policy.ViewGates, serve.On(noticeOf, showNotice)),
		serve.Get("/notices", policy.OwnAccount, myNotices),
		serve.Post("/notices/seen", policy.OwnAccount, noticesSeen),
	}
}

// areaNotices lists what was told to whom about an area: the proof of informing (N3).
func areaNotices(c *serve.Call, area rules.Area) error {
	notices, err := store.AreaNotices(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewRestricted), area.ID)
	if err != nil {
		return err
	}
	return c.Show(page.AreaNotices(page.AreaNoticesProps{Shell: c.Shell("Who was told what"), Area: area,
		Notices: notices}))
}

// noticeOf loads the notice of the address within what the actor may see: else domain.ErrNotFound.
func noticeOf(c *serve.Call) (rules.NoticeLine, error) {
	id, err := serve.PathID[domain.NoticeID](c, "notice")
	if err != nil {
		return rules.NoticeLine{}, err
	}
	return store.Notice(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewGates),
		policy.ScopeOf(c.Actor, policy.ViewRestricted), id)
}

// showNotice shows what was told and to whom.
func showNotice(c *serve.Call, n rules.NoticeLine) error {
	to, err := store.NoticeRecipients(c.Context(), c.Read, n.ID)
	if err != nil {
		return err
	}
	return c.Show(page.Notice(page.NoticeProps{
		Shell: c.Shell(n.Subject), Notice: n, To: to, Addresses: policy.CanIn(c.Actor, policy.EditNetwork, n.AreaID),
	}))
}

// noticesListed is how many notices a reader sees of their own.
const noticesListed = 100

// myNotices lists the reader's own notices, newest first.
func myNotices(c *serve.Call) error {
	notices, err := store.NoticesTo(c.Context(), c.Read, c.Actor.ID, false, noticesListed)
	if err != nil {
		return err
	}
	return c.Show(page.MyNotices(page.MyNoticesProps{Shell: c.Shell("Your notices"), Notices: notices}))
}

// noticesSeen marks the reader's notices as seen.
func noticesSeen(c *serve.Call) error {
	if err := app.MarkNoticesSeen(c.Context(), c.App, c.Actor); err != nil {
		return err
	}
	return c.Done("", "/notices")
}
