package placestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// Authorities lists the councils that there are, counties first.
func Authorities(ctx context.Context, r db.Reader) ([]places.Authority, error) {
	return db.List[places.Authority](ctx, r.DB, "authorities", `
		SELECT id, name, tier, ended_on AS ended
		FROM authorities
		WHERE ended_on IS NULL
		ORDER BY `+tierOrder("tier")+`, name COLLATE by_name`, db.Named{})
}

// AuthorityNamed finds a council by its name. It returns domain.ErrNotFound where there is none.
func AuthorityNamed(ctx context.Context, r db.Reader, name string) (places.Authority, error) {
	return db.One[places.Authority](ctx, r.DB, "authority", `
		SELECT id, name, tier, ended_on AS ended FROM authorities WHERE name = @name`, db.Named{"name": name})
}

// AddAuthority stores a new council and returns its id.
func AddAuthority(ctx context.Context, w db.Writer, a places.Authority) (domain.AuthorityID, error) {
	return db.Value[domain.AuthorityID](ctx, w.DB, "add authority", `
		INSERT INTO authorities (name, tier) VALUES (@name, @tier) RETURNING id`,
		db.Named{"name": a.Name, "tier": string(a.Tier)})
}

// tierOrder sorts a tier column from the widest down.
func tierOrder(column string) string {
	return "array_position(ARRAY['county', 'unitary', 'borough', 'parish'], " + column + ")"
}

// Authority loads a council. It returns domain.ErrNotFound where there is none.
func Authority(ctx context.Context, r db.Reader, id domain.AuthorityID) (places.Authority, error) {
	return db.One[places.Authority](ctx, r.DB, "authority", `
		SELECT id, name, tier, ended_on AS ended FROM authorities WHERE id = @id`, db.Named{"id": int64(id)})
}

// SetTier corrects the tier of a council.
func SetTier(ctx context.Context, w db.Writer, id domain.AuthorityID, tier places.Tier) error {
	return w.Change(ctx, "set tier", `UPDATE authorities SET tier = @tier WHERE id = @id`,
		db.Named{"id": int64(id), "tier": string(tier)})
}

// EndAuthority notes from which day on a council is there no longer. It returns domain.ErrConflict where it was noted.
func EndAuthority(ctx context.Context, w db.Writer, id domain.AuthorityID, on domain.Date) error {
	return w.Change(ctx, "end authority", `
		UPDATE authorities SET ended_on = @on WHERE id = @id AND ended_on IS NULL`,
		db.Named{"id": int64(id), "on": on.Time()})
}
