package server

import (
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func noticeRoutes() []Route {
	return []Route{
		get("/areas/{area}/notices", policy.ViewGates, on(areaIn(policy.ViewGates), areaNotices)),
		get("/notices/{notice}", policy.ViewGates, on(noticeOf, showNotice)),
		get("/notices", policy.OwnAccount, myNotices),
		post("/notices/seen", policy.OwnAccount, noticesSeen),
	}
}

// areaNotices lists what was told to whom about an area: the proof of informing (N3).
func areaNotices(c *Call, area domain.Area) error {
	notices, err := c.Read.AreaNotices(c.Context(), policy.ScopeOf(c.Actor, policy.ViewRestricted), area.ID)
	if err != nil {
		return err
	}
	return c.Show(page.AreaNotices(page.AreaNoticesProps{Shell: c.Shell("Who was told what"), Area: area,
		Notices: notices}))
}

// noticeOf loads the notice of the address within what the actor may see: else domain.ErrNotFound.
func noticeOf(c *Call) (domain.NoticeLine, error) {
	id, err := pathID[domain.NoticeID](c, "notice")
	if err != nil {
		return domain.NoticeLine{}, err
	}
	return c.Read.Notice(c.Context(), policy.ScopeOf(c.Actor, policy.ViewGates),
		policy.ScopeOf(c.Actor, policy.ViewRestricted), id)
}

// showNotice shows what was told and to whom.
func showNotice(c *Call, n domain.NoticeLine) error {
	to, err := c.Read.NoticeRecipients(c.Context(), n.ID)
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
func myNotices(c *Call) error {
	notices, err := c.Read.NoticesTo(c.Context(), c.Actor.ID, false, noticesListed)
	if err != nil {
		return err
	}
	return c.Show(page.MyNotices(page.MyNoticesProps{Shell: c.Shell("Your notices"), Notices: notices}))
}

// noticesSeen marks the reader's notices as seen.
func noticesSeen(c *Call) error {
	if err := c.App.MarkNoticesSeen(c.Context(), c.Actor); err != nil {
		return err
	}
	return c.Done("", "/notices")
}
