"""The project document on disk: one SQLite file per project. SQLAlchemy lives here and nowhere else."""
