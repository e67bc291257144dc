"""tw-kit: workbooks, scoring and handouts for the Thriving Workplaces model."""

__all__: list[str] = []
