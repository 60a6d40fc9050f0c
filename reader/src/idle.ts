// Locks a copy that nobody reads. Time is taken from timestamps, so a laptop that slept wakes up locked.

/** How long before the lock the countdown starts, in milliseconds. */
const WARNING = 60_000;
const ACTIVITY = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll"] as const;

/** Watches for activity until stopped. */
export class IdleLock {
  private lastWall = Date.now();
  private lastSteady = performance.now();
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly touch = () => {
    // Activity after the limit comes too late: the lock goes first.
    if (this.check()) return;
    this.lastWall = Date.now();
    this.lastSteady = performance.now();
  };
  private readonly look = () => void this.check();

  /**
   * @param limit - idle time that locks, in milliseconds
   * @param warn - called each second of the last minute with the seconds left, and with null when activity ends it
   * @param lock - called once, when the limit is reached
   */
  constructor(
    private readonly limit: number,
    private readonly warn: (secondsLeft: number | null) => void,
    private readonly lock: () => void,
  ) {
    for (const type of ACTIVITY) addEventListener(type, this.touch, { passive: true, capture: true });
    document.addEventListener("visibilitychange", this.look);
    addEventListener("focus", this.look);
    this.timer = setInterval(this.look, 1000);
  }

  /** Ends the watch. */
  stop(): void {
    clearInterval(this.timer);
    for (const type of ACTIVITY) removeEventListener(type, this.touch, { capture: true });
    document.removeEventListener("visibilitychange", this.look);
    removeEventListener("focus", this.look);
  }

  private check(): boolean {
    // The wall clock counts sleep, the steady one survives a clock that is set back.
    const idle = Math.max(Date.now() - this.lastWall, performance.now() - this.lastSteady);
    const left = this.limit - idle;
    if (left <= 0) {
      this.stop();
      this.lock();
      return true;
    }
    this.warn(left <= Math.min(WARNING, this.limit / 2) ? Math.ceil(left / 1000) : null);
    return false;
  }
}
