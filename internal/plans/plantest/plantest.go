// Package plantest makes plans for tests.
package plantest

import (
	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/issues"
	"fourgates/internal/plans"
)

// FullPlan has at least one of everything that a plan can have.
func FullPlan() *plans.PlanDocument {
	return &plans.PlanDocument{
		Format: plans.PlanFormat, Area: 1, AreaCode: "CAS", AreaName: "Castle", About: "Hard to reach", Cycle: 1,
		Plan: 7, Title: "A plan for Castle",
		Profile: plans.PlanProfile{Seats: 4, Network: 20, PatchWorkers: 3, Source: "Census",
			Groups: []plans.PlanGroup{{Name: "Under 18", People: 400}}},
		Said: plans.PlanSaid{Issues: 60, Sources: []plans.PlanCount{{Name: "community", Count: 40},
			{Name: "Area Member", Count: 20}}, Themes: []plans.PlanCount{{Name: "Roads", Count: 30}},
			Quotes: []plans.PlanQuote{{Text: "We cross and pray", Source: "Walkabout", On: domaintest.Day}}},
		Round: &plans.PlanRound{Method: "workshop", HeldOn: domaintest.Day, Place: "Hall", TakingPart: 41,
			ConfirmedOn: domaintest.Day, VotesEach: 3, Note: "Two boards were counted"},
		Priorities: []plans.PlanPriority{
			{Rank: 1, Issue: 4, Title: "Speed on the quay", Theme: "Roads", Tier: "county",
				State: issues.IssuePrioritised, Reason: "", Votes: 30, Members: []domain.IssueID{1, 2},
				Causes: []plans.PlanCause{{ID: 1, Text: "The road is wide", TakenPart: "Residents"}}},
			{Rank: 2, Issue: 5, Title: "A bus on Sundays", State: issues.IssueNotTakenForward,
				Reason: "No operator bids", Votes: 12},
		},
		Issues: []issues.WholeIssue{
			{ID: 1, Title: "Vans past the school", Words: "Seen at the crossing", Source: domain.FromAreaMember,
				State: issues.IssueSynthesised, Visibility: issues.VisibleAreaTeam, EnteredOn: domaintest.Day},
			{ID: 4, Title: "Speed on the quay", Words: "They go past at sixty", Theme: "Roads",
				Source: domain.FromTheCommunity, State: issues.IssuePrioritised, Reason: "Agreed in March",
				Tier: "county", PlaceWords: "By the slipway", Shape: `{"type":"Point","coordinates":[-1.5,52.25]}`,
				RaisedFor: "The harbour master", EnteredBy: "Nia Pugh",
				EnteredOn: domaintest.Day, Visibility: issues.VisiblePublic, IsSynthesis: true,
				Members: []domain.IssueID{1},
				Evidence: []issues.WholeEvidence{{ID: 9, Kind: "statistic", Words: "Half of them drive at 47",
					Source: "Speed watch", On: domaintest.Day, Strength: 3, Link: "https://speed.example",
					File: "watch.pdf"}}},
			{ID: 6, Title: "Fast vans again", Source: domain.FromTheCommunity, State: issues.IssueMerged, MergedInto: 4,
				EnteredOn: domaintest.Day},
		},
		Solutions: []plans.PlanSolution{
			{ID: 11, Issue: 4, IssueTitle: "Speed on the quay", Title: "A crossing", Description: "Raised",
				DeliveredBy: "council", Resources: "School", Cost: domaintest.Pence(1_200_000),
				CostAvoided: domaintest.Pence(50_000), State: plans.PlanChosen, Reason: "It slows them", Cause: 1,
				CauseText:  "The road is wide",
				Deliverers: "Highways, County; the harbour trust", Verdict: "feasible with changes",
				Conclusion: "With a refuge", ProposedBy: "Ifor Bevan", ProposedFor: "The school council",
				ProposedOn: domaintest.Day.AddDays(-40),
				Views: []plans.PlanView{{AskedOf: "service", Name: "Highways, County", Verdict: "feasible",
					Cost: domaintest.Pence(1_250_000), Reason: "In the programme", Question: "Is there room?",
					SaidBy: "The signals desk", AnsweredBy: "Wojciech Zając",
					FinishedOn: domaintest.Day.AddDays(-20)}}},
			{ID: 12, Issue: 4, IssueTitle: "Speed on the quay", Title: "A camera", DeliveredBy: "partner",
				State: plans.PlanNotChosen, Reason: "The police will not run it"},
			{ID: 13, Issue: 4, IssueTitle: "Speed on the quay", Title: "A bypass", DeliveredBy: "council",
				State: plans.PlanNotFeasible, Reason: "No land"},
		},
		Unsettled: 2,
		Actions: []plans.PlanAction{
			{ID: 12, Solution: 11, SolutionTitle: "A crossing", Issue: 4, IssueTitle: "Speed on the quay",
				Title: "Build the crossing", Description: "By the school",
				Lead: "Highways, County", Supporters: "Residents", DueOn: domaintest.Day.AddDays(300),
				Cost: domaintest.Pence(1_200_050), State: "proposed"},
			{ID: 14, Issue: 4, IssueTitle: "Speed on the quay", Title: "=Count \"cars\", weekly", Lead: "",
				State: "proposed"},
		},
		Bids: []plans.PlanBid{
			{ID: 3, Title: "Safer quay", Funder: "Road Trust", Amount: 5_000_000, Match: 100_000,
				Deadline: domaintest.Day.AddDays(90), State: "drafting", Reason: "",
				Solutions: []domain.SolutionID{11}, Funds: []string{"A crossing"}},
			{ID: 4, Title: "Lost already", Funder: "Road Trust", Amount: 100, Deadline: domaintest.Day, State: "lost",
				Reason: "Too late", Restricted: 1},
			{ID: 5, Title: "Benches", Funder: "Quay Fund", Amount: 700_000, Deadline: domaintest.Day, State: "won",
				Approved: domaintest.Pence(650_000), Won: domaintest.Pence(640_000)},
		},
		NoBids: "Stated",
		Sections: []plans.PlanSection{{Key: "introduction", Title: "Introduction",
			Body: "First words.\n\nSecond words."}},
		Links: []plans.PlanLink{{ID: 1, Kind: plans.CorporateObjective, Title: "Safe streets", Reference: "CO-2"},
			{ID: 2, Kind: plans.CorporateObjective, Title: "Thriving quay", Issue: 5},
			{ID: 3, Kind: "parish plan", Title: "Castle parish plan 2019"}},
		Signatures: []plans.PlanSignature{{Gate: 1, Attempt: 1, Outcome: "passed", On: domaintest.Day,
			Digest: "00", Signed: []plans.PlanSigner{{Name: "Priya Raghunathan", Seat: "Castle ward",
				Decision: "approve", On: domaintest.Day}}}},
		RestrictedPriorities: 1,
	}
}
