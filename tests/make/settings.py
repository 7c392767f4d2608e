"""The settings that a configuration may have, by their paths."""

from collections.abc import Iterator

from pydantic import BaseModel


def settings(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """`survey.form` and so on; a table of free keys (`rules`) by its own name."""
    for name, field in model.model_fields.items():
        key = field.alias or name
        inner = list(models_in(field.annotation))
        if inner:
            for one in inner:
                yield from settings(one, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from models_in(part)
