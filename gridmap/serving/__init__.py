"""The web server: a process that has the service loaded and warm, and workers that are copies of it.

    python -m gridmap.serving --host=127.0.0.1 --port=8000

supervisor.py keeps the workers alive, worker.py is one of them, bridge.py takes a request in without holding a thread
until its body is whole, and gives the answer out in the same way. granian speaks HTTP.
"""
