/** What every program tells Prometheus of itself: processor, memory, start. */
import { gauge } from './prometheus.ts'

/** Prometheus' lines of the process, under the names that every client library gives them. */
export function processLines(): readonly string[] {
  const { user, system } = process.cpuUsage()
  const started = Math.round((Date.now() / 1000 - process.uptime()) * 1000) / 1000
  return [
    ...gauge(
      'process_cpu_seconds_total',
      'Time on the processor.',
      (user + system) / 1e6,
      'counter',
    ),
    ...gauge('process_resident_memory_bytes', 'Memory in use.', process.memoryUsage.rss()),
    ...gauge('process_start_time_seconds', 'When the process started.', started),
  ]
}
