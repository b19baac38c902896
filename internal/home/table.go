package home

import (
	"slices"

	"github.com/a-h/templ"

	"fourgates/internal/advice/adviceweb"
	"fourgates/internal/asks/askweb"
	"fourgates/internal/calendars/calendarweb"
	"fourgates/internal/causes/causeweb"
	"fourgates/internal/comments/commentweb"
	"fourgates/internal/conditions/conditionweb"
	"fourgates/internal/cycles/cycleweb"
	"fourgates/internal/diaries/diaryweb"
	"fourgates/internal/erasures/erasureweb"
	"fourgates/internal/executive/executiveweb"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateweb"
	"fourgates/internal/holds/holdweb"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/issues/issueweb"
	"fourgates/internal/letters/letterweb"
	"fourgates/internal/mails/mailweb"
	"fourgates/internal/members/memberweb"
	"fourgates/internal/mergers/mergerweb"
	"fourgates/internal/notices/noticeweb"
	"fourgates/internal/partners/partnerweb"
	"fourgates/internal/people/peopleweb"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/plans/planweb"
	"fourgates/internal/priorities/priorityweb"
	"fourgates/internal/procedures/procedureweb"
	"fourgates/internal/profiles/profileweb"
	"fourgates/internal/queues/queueweb"
	"fourgates/internal/quickwins/quickwinweb"
	"fourgates/internal/register/registerweb"
	"fourgates/internal/replies/replyweb"
	"fourgates/internal/reviews/reviewweb"
	"fourgates/internal/risks/riskweb"
	"fourgates/internal/rounds/roundweb"
	"fourgates/internal/seats/seatweb"
	"fourgates/internal/serve"
	"fourgates/internal/solutions/solutionweb"
	"fourgates/internal/syntheses/synthesisweb"
	"fourgates/internal/timelines/timelineweb"
)

// Table lists every route. Each group of pages lists its own beside its handlers.
func Table() []serve.Route {
	plan := solutionweb.PlanSays{Solution: gateweb.SignedSolutionAside, Solutions: gateweb.SolutionMarks,
		Bid: gateweb.SignedBidAside, Bids: gateweb.BidMarks}
	return slices.Concat(
		HomeRoutes(),
		serve.SignInRoutes(),
		holdweb.HoldRoutes(),
		peopleweb.AccountRoutes(),
		placeweb.AreaRoutes(placeweb.AreaSays{Glance: cycleweb.Glance,
			Signed: asides(executiveweb.OverdueAside, gateweb.SignedAreaAside),
			People: asides(seatweb.AreaAside, mergerweb.AreaAside, partnerweb.NetworkAside),
			Ahead:  seatweb.MembersAhead}),
		seatweb.SeatRoutes(), seatweb.OrderRoutes(), seatweb.CouncilRoutes(mergerweb.CouncilAside),
		partnerweb.PartnerRoutes(), mergerweb.MergerRoutes(),
		issueweb.IssueRoutes(ofIssue(commentweb.IssueAside, replyweb.IssueAside, reviewweb.IssueAside,
			solutionweb.SolutionsAside(plan)),
			gateweb.SignedIssueAside, gateweb.ChangedMarks),
		priorityweb.PriorityRoutes(roundweb.AreaAside),
		roundweb.RoundRoutes(),
		reviewweb.ReviewRoutes(),
		synthesisweb.SynthesisRoutes(),
		replyweb.ReplyRoutes(),
		commentweb.CommentRoutes(),
		causeweb.CauseRoutes(),
		askweb.AskRoutes(solutionweb.CommunityViews),
		quickwinweb.QuickWinRoutes(),
		profileweb.ProfileRoutes(),
		timelineweb.TimelineRoutes(),
		cycleweb.CycleRoutes(),
		riskweb.RiskRoutes(),
		solutionweb.SolutionRoutes(plan),
		planweb.PlanRoutes(gateweb.SignedPlanAside),
		adviceweb.AdviceRoutes(),
		planweb.ThreadRoutes(gateweb.SignedThreadAside, gateweb.SignedActionAside, gateweb.PlanMarks),
		timelineweb.TemplateRoutes(),
		timelineweb.HolidayRoutes(),
		procedureweb.ProcedureRoutes(),
		diaryweb.DiaryRoutes(),
		calendarweb.CalendarRoutes(),
		erasureweb.ErasureRoutes(),
		gateweb.GateRoutes(attemptAsides(calendarweb.AttemptAside, executiveweb.ExecutiveAside)),
		conditionweb.ConditionRoutes(),
		memberweb.MemberRoutes(),
		letterweb.LetterRoutes(),
		priorityweb.DifferenceRoutes(),
		noticeweb.NoticeRoutes(),
		executiveweb.ExecutiveRoutes(),
		registerweb.RegisterRoutes(),
		peopleweb.AdminRoutes(),
		queueweb.QueueRoutes(),
		mailweb.MailRoutes(),
	)
}

// asides puts what several parts have to say of an area one after the other.
func asides(list ...placeweb.Aside) placeweb.Aside {
	return func(c *serve.Call, area places.Area) (templ.Component, error) {
		said := make([]templ.Component, len(list))
		for i, aside := range list {
			var err error
			if said[i], err = aside(c, area); err != nil {
				return nil, err
			}
		}
		return templ.Join(said...), nil
	}
}

// attemptAsides puts what several parts have to say of an attempt one after the other; nil where none says anything.
func attemptAsides(list ...gateweb.Aside) gateweb.Aside {
	return func(c *serve.Call, t gates.Attempt) (templ.Component, error) {
		var said []templ.Component
		for _, aside := range list {
			is, err := aside(c, t)
			if err != nil {
				return nil, err
			}
			if is != nil {
				said = append(said, is)
			}
		}
		if len(said) == 0 {
			return nil, nil
		}
		return templ.Join(said...), nil
	}
}

// ofIssue puts what several parts have to say of an issue one after the other.
func ofIssue(list ...issueweb.IssueAside) issueweb.IssueAside {
	return func(c *serve.Call, i issuestore.IssueDossier) (templ.Component, error) {
		said := make([]templ.Component, len(list))
		for n, aside := range list {
			var err error
			if said[n], err = aside(c, i); err != nil {
				return nil, err
			}
		}
		return templ.Join(said...), nil
	}
}
