package placestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// Authorities lists the councils, counties first.
func Authorities(ctx context.Context, r db.Reader) ([]places.Authority, error) {
	return db.List[places.Authority](ctx, r.DB, "authorities", `
		SELECT id, name, tier
		FROM authorities
		ORDER BY `+tierOrder("tier")+`, name`, db.Named{})
}

// AuthorityNamed finds a council by its name. It returns domain.ErrNotFound where there is none.
func AuthorityNamed(ctx context.Context, r db.Reader, name string) (places.Authority, error) {
	return db.One[places.Authority](ctx, r.DB, "authority", `
		SELECT id, name, tier FROM authorities WHERE name = @name`, db.Named{"name": name})
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
		SELECT id, name, tier FROM authorities WHERE id = @id`, db.Named{"id": int64(id)})
}
