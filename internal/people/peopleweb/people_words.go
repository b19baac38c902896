package peopleweb

import (
	"net/url"
	"strconv"

	"fourgates/internal/domain"
)

// PeopleAddress is the list of people with that filter, from the person after.
func PeopleAddress(text, role string, after domain.PersonID) string {
	q := url.Values{}
	if text != "" {
		q.Set("q", text)
	}
	if role != "" {
		q.Set("role", role)
	}
	if after != 0 {
		q.Set("after", strconv.FormatInt(int64(after), 10))
	}
	if len(q) == 0 {
		return "/admin/people"
	}
	return "/admin/people?" + q.Encode()
}
