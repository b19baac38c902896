package server

func (s *Server) seatRoutes() []Route { return nil }
