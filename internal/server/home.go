package server

func (s *Server) homeRoutes() []Route { return nil }
