/*
 * A service that keeps the contract by itself: one static program, with no shell, no Node and no library beside it.
 *   server          serves /live, /ready and /health; ready while API_URL accepts connections
 *   server health   is its HEALTHCHECK
 */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void end(int signal) { _exit(0); }

static int connected(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int peer = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(peer, (struct sockaddr *)&address, sizeof address) == 0) return peer;
  close(peer);
  return -1;
}

static int health(int port) {
  char answer[64] = "";
  int server = connected(port);
  if (server < 0) return 1;
  dprintf(server, "GET /live HTTP/1.1\r\n\r\n");
  return read(server, answer, sizeof answer - 1) > 0 && strstr(answer, " 200 ") ? 0 : 1;
}

static void answer(int client, int dependency) {
  char request[4096] = "";
  const char *code = "200 OK", *status = "healthy";
  if (read(client, request, sizeof request - 1) <= 0) return;
  if (strncmp(request, "GET /live ", 10) == 0) status = "alive";
  if (strncmp(request, "GET /ready ", 11) == 0) {
    int peer = connected(dependency);
    status = peer < 0 ? "not_ready" : "ready";
    if (peer < 0) code = "503 Service Unavailable";
    else close(peer);
  }
  dprintf(client, "HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n{\"status\":\"%s\"}", code, strlen(status) + 13, status);
}

int main(int count, char **arguments) {
  const char *api = getenv("API_URL"), *number = getenv("PORT");
  int dependency = 0, port = number ? atoi(number) : 0, badApi = !api || sscanf(api, "http://127.0.0.1:%d", &dependency) != 1;
  if (badApi || port < 1) {
    fprintf(stderr, "Invalid configuration:\n");
    if (badApi) fprintf(stderr, "  API_URL must be http://127.0.0.1:PORT\n");
    if (port < 1) fprintf(stderr, "  PORT must be a TCP port\n");
    return 1;
  }
  if (count > 1) return health(port);
  signal(SIGTERM, end);
  /* Process 1 reaps what others leave to it: with this the kernel does. */
  signal(SIGCHLD, SIG_IGN);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  int yes = 1, server = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(server, (struct sockaddr *)&address, sizeof address) || listen(server, 16)) return 1;
  for (int client; (client = accept(server, NULL, NULL)) >= 0; close(client)) answer(client, dependency);
  return 1;
}
