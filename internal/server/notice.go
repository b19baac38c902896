package server

import (
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// areaNotices lists what was told to whom about an area: the proof of informing (N3).
func (s *Server) areaNotices(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := pathID[domain.AreaID](r, "area")
	if err != nil {
		return err
	}
	if !policy.CanIn(actor, policy.ViewGates, area) {
		return domain.ErrNotFound
	}
	a, err := s.read.Area(r.Context(), policy.ScopeOf(actor, policy.ViewAreas), area)
	if err != nil {
		return err
	}
	notices, err := s.read.AreaNotices(r.Context(), policy.ScopeOf(actor, policy.ViewRestricted), area)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page.AreaNotices(page.AreaNoticesProps{Shell: s.shell(r, actor, "Who was told what"), Area: a, Notices: notices}))
}

func (s *Server) showNotice(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.NoticeID](r, "notice")
	if err != nil {
		return err
	}
	n, err := s.read.Notice(r.Context(), policy.ScopeOf(actor, policy.ViewGates), policy.ScopeOf(actor, policy.ViewRestricted), id)
	if err != nil {
		return err
	}
	to, err := s.read.NoticeRecipients(r.Context(), id)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page.Notice(page.NoticeProps{
		Shell: s.shell(r, actor, n.Subject), Notice: n, To: to, Addresses: policy.CanIn(actor, policy.EditNetwork, n.AreaID),
	}))
}

func (s *Server) myNotices(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	notices, err := s.read.NoticesTo(r.Context(), actor.ID, false, 100)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page.MyNotices(page.MyNoticesProps{Shell: s.shell(r, actor, "Your notices"), Notices: notices}))
}

func (s *Server) noticesSeen(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	if err := s.app.MarkNoticesSeen(r.Context(), actor); err != nil {
		return err
	}
	return s.done(w, r, "", "/notices")
}
