package issueweb

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fourgates/internal/db"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/serve"
)

// HistoryOf puts audit entries into words: what was done, by whom, when, and each field as it was and as it became.
func HistoryOf(entries []db.AuditEntry) []HistoryItem {
	items := make([]HistoryItem, len(entries))
	for at, e := range entries {
		items[at] = HistoryItem{Summary: e.Summary, By: e.Actor, At: e.At, Changes: changesOf(e.Before, e.After)}
	}
	if len(entries) >= db.MostHistory {
		items = append(items, HistoryItem{Summary: serve.HistoryCapped()})
	}
	return items
}

func changesOf(before, after []byte) []HistoryChange {
	was, is := fieldsOf(before), fieldsOf(after)
	names := slices.Collect(maps.Keys(is))
	for name := range was {
		if _, there := is[name]; !there {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var changes []HistoryChange
	for _, name := range names {
		changes = append(changes, HistoryChange{Field: name, Before: short(was[name]), After: short(is[name])})
	}
	return changes
}

func fieldsOf(entry []byte) map[string]string {
	fields := map[string]string{}
	_ = json.Unmarshal(entry, &fields) // an entry of another form has no fields in words
	return fields
}

// short cuts a long text for the history; whole texts are in the audit trail.
func short(s string) string {
	const most = 300
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// issueShape is the issue's point, line or outline as GeoJSON, for its map.
func issueShape(c *serve.Call, i issuestore.IssueRecord) error {
	type feature struct {
		Type       string            `json:"type"`
		Properties map[string]string `json:"properties"`
		Geometry   json.RawMessage   `json:"geometry"`
	}
	features := []feature{}
	properties := map[string]string{"name": i.Title}
	if i.Point != nil {
		point := fmt.Sprintf(`{"type":"Point","coordinates":[%g,%g]}`, i.Point.Lon, i.Point.Lat)
		features = append(features, feature{"Feature", properties, json.RawMessage(point)})
	}
	if i.Geometry != "" {
		features = append(features, feature{"Feature", properties, json.RawMessage(i.Geometry)})
	}
	body, err := json.Marshal(map[string]any{"type": "FeatureCollection", "features": features})
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", "application/geo+json")
	_, _ = c.W.Write(body)
	return nil
}
