package asks

import (
	"fmt"

	"fourgates/internal/domain"
)

// CheckPut returns a *BlockedError with what stands against putting the ask on the day: a due day that is past, and an
// answer that is to be given here by nobody.
func (a Ask) CheckPut(today domain.Date) error {
	var found []domain.Blocker
	if !a.DueOn.IsZero() && a.DueOn.Before(today) {
		found = append(found, domain.Blocker{ID: "reply_by", Field: "reply_by",
			Words: "Choose a day that is not past"})
	}
	if a.Way == Here && !a.Reachable {
		found = append(found, domain.Blocker{ID: "way", Field: "way", Words: "Nobody who answers for them has an " +
			"account, so nobody can answer here: ask them by letter or telephone"})
	}
	return domain.BlockedBy(found)
}

// CheckOpen returns a *BlockedError where the ask is over.
func (a Ask) CheckOpen() error {
	switch {
	case a.Ended != "":
		return domain.Blocked("", "This ended: "+a.EndedWords())
	case a.WithdrawnAt != nil:
		return domain.Blocked("", "This was withdrawn on "+domain.DateOf(*a.WithdrawnAt).Words())
	case a.AnsweredAt != nil:
		return domain.Blocked("answer", "This was answered already, on "+domain.DateOf(*a.AnsweredAt).Words())
	}
	return nil
}

// CheckWithdraw returns a *BlockedError where the ask is over, or is taken back elsewhere.
func (a Ask) CheckWithdraw() error {
	if a.Kind == Review && a.Open() {
		return domain.Blocked("", "A review is closed on its own page, with the reason that Members read at gate 3")
	}
	return a.CheckOpen()
}

// CheckAcknowledge returns a *BlockedError where there is nothing to acknowledge any more.
func (a Ask) CheckAcknowledge() error {
	if a.AcknowledgedAt != nil && a.Open() {
		return domain.Blocked("", "This was acknowledged already")
	}
	return a.CheckOpen()
}

// CheckAnswer returns a *BlockedError with everything that the answer lacks; entered is whether an officer enters it
// for those asked.
func (a Ask) CheckAnswer(w Answer, entered bool, today domain.Date) error {
	if err := a.CheckOpen(); err != nil {
		return err
	}
	var found []domain.Blocker
	need := func(missing bool, field, words string) {
		if missing {
			found = append(found, domain.Blocker{ID: field, Field: field, Words: words})
		}
	}
	if a.Lead && !w.NotOurs {
		return domain.Blocked("", "The lead answers with the one reply: draft it on its own page")
	}
	if a.Kind.OwnForm() && !w.NotOurs {
		return domain.Blocked("", "This answer is given on a form of its own")
	}
	if w.NotOurs {
		need(w.Words == "", "why", "Say why it is not theirs, and whose it is where that is known")
	} else {
		need(len(a.Kind.Outcomes()) > 0 && w.Outcome == "", "outcome", "Choose what the answer is")
		need(len(a.Kind.Outcomes()) == 0 && w.Words == "", "answer", "Enter the answer")
		need(w.Outcome == CannotDo && w.Words == "", "answer", "Say why they cannot do it")
	}
	if entered {
		found = append(found, w.sourceBlockers(domain.DateOf(a.AskedAt), today)...)
	}
	return domain.BlockedBy(found)
}

// CheckSource returns a *BlockedError with what is missing of where an entered answer comes from.
func (a Ask) CheckSource(w Answer, today domain.Date) error {
	return domain.BlockedBy(w.sourceBlockers(domain.DateOf(a.AskedAt), today))
}

func (w Answer) sourceBlockers(asked, today domain.Date) (found []domain.Blocker) {
	need := func(missing bool, field, words string) {
		if missing {
			found = append(found, domain.Blocker{ID: field, Field: field, Words: words})
		}
	}
	need(w.SaidBy == "", "said_by", "Say who gave the answer")
	need(w.SaidWay == "", "said_way", "Choose how the answer came")
	need(w.SaidOn.IsZero() || w.SaidOn.After(today), "said_on", "Enter the day on which they said it, not after today")
	need(!w.SaidOn.IsZero() && w.SaidOn.Before(asked), "said_on",
		fmt.Sprintf("They were asked on %s: the answer cannot be from before", asked.Words()))
	return found
}

// Next is to whom an ask is passed on: a colleague of those asked, or another service or organisation.
type Next struct {
	Colleague    domain.PersonID
	Service      domain.ServiceID
	Organisation domain.OrganisationID
	Name         string
	Reachable    bool
}

// Pass returns the ask after it was passed on. It refuses whoever it is with already; where nobody there can answer
// here, the area's officers ask them by telephone or letter and enter the answer.
func (a Ask) Pass(to Next) (Ask, error) {
	if err := a.CheckOpen(); err != nil {
		return a, err
	}
	if to.Colleague != 0 {
		if to.Colleague == a.Colleague {
			return a, domain.Blocked("next", "It is with them already")
		}
		a.Colleague, a.ColleagueName = to.Colleague, to.Name
		return a, nil
	}
	if a.Member != 0 {
		return a, domain.Blocked("next", "A Member's own view cannot be passed on")
	}
	if to.Service == a.Service && to.Organisation == a.Organisation {
		return a, domain.Blocked("next", "It is with them already")
	}
	a.Service, a.Organisation, a.To, a.Reachable = to.Service, to.Organisation, to.Name, to.Reachable
	a.Colleague, a.ColleagueName, a.AcknowledgedAt, a.AcknowledgedBy = 0, "", nil, ""
	a.PostedOn, a.PostedBy = domain.Date{}, ""
	switch {
	case to.Reachable:
		a.Way = Here
	case a.Way == Here:
		a.Way = Telephone
	}
	return a, nil
}

// CheckPosted returns a *BlockedError where the letter cannot have been posted on the day.
func (a Ask) CheckPosted(on, today domain.Date) error {
	switch asked := domain.DateOf(a.AskedAt); {
	case on.IsZero() || on.After(today):
		return domain.Blocked("posted", "Enter the day on which they were posted, which is not to come")
	case on.Before(asked):
		return domain.Blocked("posted", fmt.Sprintf("%s was asked on %s: the letter cannot have been posted before",
			a.To, asked.Words()))
	}
	return nil
}
