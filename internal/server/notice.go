package server

import (
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// areaNotices lists what was told to whom about an area: the proof of informing (N3).
func areaNotices(c *Call) error {
	area, err := pathID[domain.AreaID](c, "area")
	if err != nil {
		return err
	}
	if !policy.CanIn(c.Actor, policy.ViewGates, area) {
		return domain.ErrNotFound
	}
	a, err := c.Read.Area(c.Context(), policy.ScopeOf(c.Actor, policy.ViewAreas), area)
	if err != nil {
		return err
	}
	notices, err := c.Read.AreaNotices(c.Context(), policy.ScopeOf(c.Actor, policy.ViewRestricted), area)
	if err != nil {
		return err
	}
	return c.Show(page.AreaNotices(page.AreaNoticesProps{Shell: c.Shell("Who was told what"), Area: a, Notices: notices}))
}

func showNotice(c *Call) error {
	id, err := pathID[domain.NoticeID](c, "notice")
	if err != nil {
		return err
	}
	n, err := c.Read.Notice(c.Context(), policy.ScopeOf(c.Actor, policy.ViewGates), policy.ScopeOf(c.Actor, policy.ViewRestricted), id)
	if err != nil {
		return err
	}
	to, err := c.Read.NoticeRecipients(c.Context(), id)
	if err != nil {
		return err
	}
	return c.Show(page.Notice(page.NoticeProps{
		Shell: c.Shell(n.Subject), Notice: n, To: to, Addresses: policy.CanIn(c.Actor, policy.EditNetwork, n.AreaID),
	}))
}

func myNotices(c *Call) error {
	notices, err := c.Read.NoticesTo(c.Context(), c.Actor.ID, false, 100)
	if err != nil {
		return err
	}
	return c.Show(page.MyNotices(page.MyNoticesProps{Shell: c.Shell("Your notices"), Notices: notices}))
}

func noticesSeen(c *Call) error {
	if err := c.App.MarkNoticesSeen(c.Context(), c.Actor); err != nil {
		return err
	}
	return c.Done("", "/notices")
}
