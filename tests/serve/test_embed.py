"""What `tw_kit.serve.embed` uses of the insides of Voila and Jupyter is still there, and takes what it is given."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from jupyter_client import restarter
from jupyter_server.auth.identity import IdentityProvider
from jupyter_server.services.kernels import kernelmanager, websocket
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from voila.app import Voila
from voila.configuration import VoilaConfiguration
from voila.execute import VoilaExecutor
from voila.notebook_renderer import NotebookRenderer
from voila.paths import collect_template_paths
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from tests.serve.running import run_apart
from tw_kit.serve.embed import KernelSocket, Workbooks, _Connection, _settings


def parameters(function) -> list[str]:
    return list(inspect.signature(function).parameters)


@pytest.mark.parametrize(
    ("function", "wanted"),
    [
        (NotebookRenderer.initialize, ["self", "kwargs"]),
        (NotebookRenderer.load_notebook, ["self", "path"]),
        (NotebookRenderer.generate_content_generator, ["self", "kernel_id", "kernel_future"]),
        (NotebookRenderer._jinja_kernel_start, ["self", "nb", "kernel_id", "kernel_future"]),
        (Voila.init_settings, ["self"]),
        (collect_template_paths, ["app_names", "template_name", "prune", "root_dirs"]),
        (ZMQChannelsWebsocketConnection.handle_incoming_message, ["self", "incoming_msg"]),
        (ZMQChannelsWebsocketConnection._on_zmq_reply, ["self", "stream", "msg_list"]),
        (IdentityProvider.get_user, ["self", "handler"]),
        (websocket.KernelWebsocketHandler.get, ["self", "kernel_id"]),
        (kernelmanager.AsyncMappingKernelManager.shutdown_kernel, ["self", "kernel_id", "now", "restart"]),
    ],
)
def test_a_function_takes_what_it_is_given(function, wanted):
    assert parameters(function) == wanted


@pytest.mark.parametrize(
    "function",
    [ZMQChannelsWebsocketConnection.handle_outgoing_message, ZMQChannelsWebsocketConnection._send_status_message],
)
def test_messages_to_a_page_go_the_way_we_watch(function):
    source = inspect.getsource(function)
    assert "_on_zmq_reply" in source or '"status"' in source


def test_what_we_replace_is_what_is_used():
    assert issubclass(KernelSocket, VoilaKernelWebsocketHandler)
    assert issubclass(_Connection, ZMQChannelsWebsocketConnection)
    assert "deserialize_msg_from_ws_v1" in inspect.getsource(ZMQChannelsWebsocketConnection.handle_incoming_message)
    assert "self.load_notebook(" in inspect.getsource(NotebookRenderer.initialize)


def test_settings_have_names_that_are_known():
    """A setting with a name that no class has is passed over without a word."""
    known = {
        "Voila": Voila,
        "VoilaConfiguration": VoilaConfiguration,
        "VoilaExecutor": VoilaExecutor,
        "KernelManager": kernelmanager.ServerKernelManager,
        "KernelRestarter": restarter.KernelRestarter,
        "MappingKernelManager": kernelmanager.MappingKernelManager,
    }
    settings = _settings("ipc")
    assert settings.keys() == known.keys()
    for section, names in settings.items():
        assert [name for name in names if name not in known[section].class_trait_names()] == [], section


def test_settings_reach_the_kernels(tmp_path):
    (tmp_path / "a.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    workbooks = Workbooks(tmp_path, {"a": "a.ipynb"}, {})
    manager = workbooks.kernel_manager
    assert manager.cull_idle_timeout == 600
    assert manager.allowed_message_types == ["comm_open", "comm_msg", "kernel_info_request"]
    assert manager.kernel_manager_factory(parent=manager, kernel_name="python3").transport == "ipc"
    assert workbooks.application_settings["kernel_websocket_connection_class"] is _Connection
    assert workbooks.template_paths[0].endswith("tw_workbook")
    run_apart(workbooks.stop())
    assert not Path(workbooks.connection_dir).exists()
