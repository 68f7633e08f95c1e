/** An exact fraction, so that amounts are divided once, at the end. */
export class Rational {
  static readonly ZERO = new Rational(0n, 1n);

  private constructor(
    private readonly numerator: bigint,
    /** Above zero. */
    private readonly denominator: bigint,
  ) {}

  /** @throws RangeError for a denominator of zero */
  static of(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
    const [top, bottom] = [BigInt(numerator), BigInt(denominator)];
    if (bottom === 0n) throw new RangeError('A fraction has no denominator of zero');
    const sign = bottom < 0n ? -1n : 1n;
    const divisor = greatestCommonDivisor(top < 0n ? -top : top, bottom * sign);
    return new Rational((top * sign) / divisor, (bottom * sign) / divisor);
  }

  /** @throws SyntaxError for a text that is no decimal number, such as "12.5" */
  static ofDecimal(text: string): Rational {
    const [, sign = '', whole = '', decimals = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
    if (whole === '') throw new SyntaxError(`"${text}" is no decimal number`);
    return Rational.of(BigInt(`${sign}${whole}${decimals}`), 10n ** BigInt(decimals.length));
  }

  plus(other: Rational): Rational {
    return Rational.of(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  minus(other: Rational): Rational {
    return this.plus(Rational.of(-other.numerator, other.denominator));
  }

  times(other: Rational): Rational {
    return Rational.of(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  /** @throws RangeError for a divisor of zero */
  dividedBy(other: Rational): Rational {
    return Rational.of(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  isNegative(): boolean {
    return this.numerator < 0n;
  }

  /** The nearest whole number; of two that are as near, the one farther from zero. */
  rounded(): number {
    return Number(this.nearest());
  }

  /** The same, however large. */
  nearest(): bigint {
    const size = this.numerator < 0n ? -this.numerator : this.numerator;
    const nearest = (2n * size + this.denominator) / (2n * this.denominator);
    return this.numerator < 0n ? -nearest : nearest;
  }

  /** In lowest terms, such as "2/3"; a whole number without its denominator. */
  toString(): string {
    return this.denominator === 1n ? String(this.numerator) : `${this.numerator}/${this.denominator}`;
  }
}

function greatestCommonDivisor(one: bigint, other: bigint): bigint {
  return other === 0n ? one : greatestCommonDivisor(other, one % other);
}
