"""The OpenAPI document: every error a problem, every operation with its scope, every shape with a name of its own."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.schema import NinjaGenerateJsonSchema
from pydantic import BaseModel
from pydantic.json_schema import CoreRef

from puhui.conduct.partners.facade import FOR_PARTNERS, scope_words

SHAPE = re.compile(r"puhui\.interfaces\.rest_api\.(\w+)\.(\w+)")


class ProblemAPI(NinjaAPI):
    """An API whose contract says that errors are problem documents, and which scope each operation needs."""

    def __init__(self, **told: Any) -> None:
        super().__init__(**told)
        self._contracts: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The contract, with the media type of every error as it is sent; made once, for it takes seconds."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._contracts:
            self._contracts[prefix] = self._contract(prefix)
        return self._contracts[prefix]

    def _contract(self, prefix: str) -> OpenAPISchema:
        schema = Contract(self, prefix)
        for methods in schema["paths"].values():
            for operation in methods.values():
                _scoped(operation)
                for status, answer in operation.get("responses", {}).items():
                    if int(status) >= 400 and "application/json" in answer.get("content", {}):
                        answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
        schema["components"]["securitySchemes"]["PartnerDoor"] = {
            "type": "oauth2",
            "description": "Programs of partners (RFC 6749, section 4.4).",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "/api/v1/oauth/token",
                    "scopes": {scope: scope_words(scope).en for scope in sorted(FOR_PARTNERS)},
                }
            },
        }
        return schema


class Contract(OpenAPISchema):
    """The document of ninja, which keeps shapes by the bare name of their class: the last of two with one name won.

    Where two modules have a shape of the same name, the name of the module goes before it.
    """

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        names = Counter(shape.__name__ for shape in _shapes(BaseModel))
        self.generator = type("Named", (_Named,), {"shared": {name for name, times in names.items() if times > 1}})
        super().__init__(api, path_prefix)

    def _create_schema_from_model(
        self, model: Any, by_alias: bool = True, remove_level: bool = True, mode: Any = "validation"
    ) -> tuple[dict[str, Any], bool]:
        if hasattr(model, "__ninja_flatten_map__"):
            return super()._create_schema_from_model(model, by_alias, remove_level, mode)
        schema = model.model_json_schema(
            ref_template=REF_TEMPLATE, by_alias=by_alias, schema_generator=self.generator, mode=mode
        ).copy()
        self.add_schema_definitions(schema.pop("$defs", {}))
        if remove_level and len(schema["properties"]) == 1:
            [(name, details)] = schema["properties"].items()
            return details, name in schema.get("required", {})
        return schema, True


class _Named(NinjaGenerateJsonSchema):
    """Names shapes; `shared` are the names that several modules use."""

    shared: set[str] = set()

    def get_defs_ref(self, core_mode_ref: Any) -> Any:
        reference, mode = core_mode_ref
        return super().get_defs_ref((CoreRef(SHAPE.sub(self._own_name, reference)), mode))

    def _own_name(self, found: re.Match[str]) -> str:
        module, name = found.groups()
        before = "".join(word.capitalize() for word in module.split("_")) if name in self.shared else ""
        return f"puhui.interfaces.rest_api.{module}.{before}{name}"


def _shapes(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The shapes of the API that stand in a module, each once."""
    for shape in base.__subclasses__():
        if SHAPE.fullmatch(f"{shape.__module__}.{shape.__name__}"):
            yield shape
        yield from _shapes(shape)


def _scoped(operation: dict[str, Any]) -> None:
    """The third door of an operation: a partner's token with the scope that the operation declares."""
    scope = operation.get("x-scope", "")
    if scope in FOR_PARTNERS and "security" in operation:
        operation["security"].append({"PartnerDoor": [scope]})
