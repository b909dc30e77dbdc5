"""Settings: one frozen object, read once from the environment and an optional file.

Every setting is declared here with its sentence; docs/settings.md is made from these declarations.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource


class Settings(BaseSettings):
    """What an operator decides. Environment variables `PAIDAN_<NAME>` win over `paidan.toml`."""

    model_config = SettingsConfigDict(env_prefix="PAIDAN_", frozen=True, extra="ignore", toml_file="paidan.toml")

    host: Annotated[str, Field(description="Address the server listens on.")] = "127.0.0.1"
    port: Annotated[int, Field(description="Port the server listens on.", ge=0, le=65535)] = 8000
    data: Annotated[Path, Field(description="Folder for the embedded database, files and the secret key.")] = Path(
        "data"
    )
    database_url: Annotated[
        str, Field(description="PostgreSQL address (postgresql://…). Empty: the embedded SQLite in the data folder.")
    ] = ""
    public_url: Annotated[
        str, Field(description="Address under which browsers reach the server; used in links sent to customers.")
    ] = ""
    files_url: Annotated[
        str, Field(description="Where files are kept: empty for the data folder, or s3://bucket/prefix.")
    ] = ""
    language: Annotated[str, Field(description="Language for readers who chose none: zh-CN or en.")] = "zh-CN"
    time_zone: Annotated[str, Field(description="IANA time zone of the company.")] = "Asia/Shanghai"
    demo: Annotated[bool, Field(description="Fill a demo company when the database is new.")] = False
    secure_cookies: Annotated[bool, Field(description="Send cookies over HTTPS only. Switch on behind TLS.")] = False
    session_hours: Annotated[int, Field(description="Hours without use after which a session ends.", ge=1)] = 72
    max_upload_mb: Annotated[int, Field(description="Largest file accepted, in MiB.", ge=1)] = 50
    smtp_host: Annotated[str, Field(description="Mail server. Empty: no mail is sent.")] = ""
    smtp_port: Annotated[int, Field(description="Port of the mail server.")] = 587
    smtp_user: Annotated[str, Field(description="Account at the mail server.")] = ""
    smtp_password: Annotated[SecretStr, Field(description="Password at the mail server.")] = SecretStr("")
    smtp_tls: Annotated[str, Field(description="none, starttls or tls.", pattern="^(none|starttls|tls)$")] = "starttls"
    mail_from: Annotated[str, Field(description="Sender of the mail that the product sends.")] = ""
    log_format: Annotated[str, Field(description="text for people, json for machines.", pattern="^(text|json)$")] = (
        "text"
    )
    log_level: Annotated[str, Field(description="debug, info, warning or error.")] = "info"
    database_threads: Annotated[int, Field(description="PostgreSQL: connections for writes per process.", ge=1)] = 6
    database_readers: Annotated[int, Field(description="PostgreSQL: connections for reads per process.", ge=1)] = 8

    @property
    def uses_postgres(self) -> bool:
        """Whether the database is PostgreSQL rather than the embedded SQLite."""
        return self.database_url.startswith(("postgres://", "postgresql://"))

    @property
    def sqlite_path(self) -> Path:
        """The embedded database file."""
        return self.data / "paidan.db"

    @property
    def base_url(self) -> str:
        """The address that links in messages start with, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order of authority: arguments, environment, then `paidan.toml` in the working folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
