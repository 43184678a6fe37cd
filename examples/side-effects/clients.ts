import { forbidOnTrial, onTrial } from 'labcoat';

export interface Order {
  readonly id: string;
  readonly email: string;
  readonly card: string;
  readonly cents: number;
}

/** What is left behind in the world: stands for a database, a mail server and a bank. */
export interface World {
  readonly rows: Order[];
  readonly letters: string[];
  readonly charges: number[];
}

/** A repository: what a candidate writes is left out. Reading is free. */
export class Orders {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async save(order: Order): Promise<void> {
    if (onTrial() !== undefined) return;
    this.#world.rows.push(order);
  }

  async count(email: string): Promise<number> {
    return this.#world.rows.filter((order) => order.email === email).length;
  }
}

/** A mailer: says what was sent, or would have been, so that the two can be compared. */
export class Mailer {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async send(to: string, text: string): Promise<string> {
    const letter = `to ${to}: ${text}`;
    if (onTrial() === undefined) this.#world.letters.push(letter);
    return letter;
  }
}

/** A payment client: no candidate may ever come here. One that does fails, and is counted as failed. */
export class Payments {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async charge(card: string, cents: number): Promise<void> {
    forbidOnTrial(`charge card ${card.slice(-4)}`);
    this.#world.charges.push(cents);
  }
}
